import { describe, expect, test } from 'vitest';
import { obtainCertificate, type AcmeFetch } from '@wescale/acme-dns01';
import { challengeRecords, startWorld, type World } from './world.ts';

const order = (world: World, fetch: AcmeFetch): Promise<unknown> =>
  obtainCertificate({
    authorities: [world.authority],
    names: ['hunt.example', '*.hunt.example'],
    responder: world.responder,
    fetch,
  });

/** Each kind of request an order is made of, as `method path`. */
async function requestsOf(world: World): Promise<string[]> {
  const seen = new Set<string>();
  await order(world, (url, init) => {
    seen.add(`${init.method} /${new URL(url).pathname.split('/')[1] ?? ''}`);
    return world.fetch(url, init);
  });
  return [...seen];
}

describe('whatever answer is lost on the way, the certificate is had', () => {
  test.each([
    ['the request was lost', 'before'],
    ['the CA acted on it', 'after'],
    ['the CA stumbled with status 503', 'stumble'],
  ] as const)('when %s', async (_, when) => {
    await using world = await startWorld({ isStrict: true });
    const requests = await requestsOf(world);
    expect(requests.length).toBeGreaterThanOrEqual(7);
    for (const wanted of requests) {
      let isLost = false;
      await order(world, async (url, init) => {
        const isIt = `${init.method} /${new URL(url).pathname.split('/')[1] ?? ''}` === wanted;
        if (!isIt || isLost) return world.fetch(url, init);
        isLost = true;
        if (when === 'stumble')
          return {
            status: 503,
            headers: { get: () => null },
            text: () => Promise.resolve('<html>away</html>'),
          };
        if (when === 'after') await world.fetch(url, init);
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      });
      expect(isLost, wanted).toBe(true);
      expect(await challengeRecords(world.named), wanted).toEqual([]);
    }
  });
});
