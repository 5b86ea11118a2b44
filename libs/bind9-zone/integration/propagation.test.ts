import { freePort, startNamed, takeLoopbackAddress, type RunningNamed } from '@wescale/real-servers';
import { expect, test } from 'vitest';
import {
  checkPropagation,
  createHostResolver,
  findAuthoritativeAddresses,
  NotPropagatedError,
  waitUntilPropagated,
  type AuthoritativeAddress,
  type Expectation,
  type ServerAgreement,
} from '@wescale/bind9-zone';
import { zoneText } from './test-zone.ts';

const apex = 'example.test';
const www = (address: string): Expectation => ({
  kind: 'equal',
  name: `www.${apex}`,
  type: 'A',
  values: [address],
});

/** Two servers that do not know of each other, at one port; the first listens on IPv6 as well. */
async function twoServers(
  use: (one: RunningNamed, other: RunningNamed, addresses: AuthoritativeAddress[]) => Promise<void>,
): Promise<void> {
  await using first = await takeLoopbackAddress();
  await using second = await takeLoopbackAddress();
  const port = await freePort();
  const text = [
    '$TTL 60',
    '@ SOA ns1 hostmaster 1 3600 600 86400 60',
    '@ NS ns1',
    '@ NS ns2.outside.test.',
    `ns1 A ${first.address}`,
    'ns1 AAAA ::1',
    'www A 192.0.2.1',
  ].join('\n');
  const zones = [{ name: apex, text: `${text}\n` }];
  await using one = await startNamed({ address: first.address, port, isIpv6: true, zones });
  const outside = { name: 'outside.test', text: zoneText(1, `ns2 A ${second.address}`) };
  await using other = await startNamed({ address: second.address, port, zones: [...zones, outside] });
  const addresses = await findAuthoritativeAddresses(one, apex, {
    resolver: createHostResolver({ servers: [other] }),
    serverPort: port,
  });
  await use(one, other, addresses);
}

test('every address of every name server is found, v4 and v6, in the zone and outside', async () => {
  await twoServers(async (one, other, addresses) => {
    expect(addresses).toEqual([
      { name: `ns1.${apex}.`, host: one.host, port: one.port },
      { name: `ns1.${apex}.`, host: '::1', port: one.port },
      { name: 'ns2.outside.test.', host: other.host, port: one.port },
    ]);
  });
});

test('each address tells for itself whether it agrees and why not', async () => {
  await twoServers(async (_one, _other, addresses) => {
    const states = await checkPropagation(addresses, [
      www('192.0.2.1'),
      { kind: 'serial', zone: apex, atLeast: 1 },
    ]);
    expect(states.map(({ state }) => state)).toEqual(['agrees', 'agrees', 'agrees']);
    const wrong = await checkPropagation(addresses, [www('192.0.2.2')]);
    expect(new Set(wrong.map(({ reason }) => reason))).toEqual(
      new Set([`has "192.0.2.1" at www.${apex}., not "192.0.2.2"`]),
    );
  });
});

test('the wait ends as soon as the last one agrees', async () => {
  await twoServers(async (_one, other, addresses) => {
    await other.kill();
    const waits: (readonly ServerAgreement[])[] = [];
    const done = waitUntilPropagated(addresses, [www('192.0.2.1')], {
      timeoutMs: 200,
      intervalMs: 20,
      signal: AbortSignal.timeout(60_000),
      onWait: (waitingFor) => waits.push(waitingFor),
    });
    await expect
      .poll(() => waits.at(-1)?.map(({ server }) => server), { timeout: 20_000 })
      .toEqual([`ns2.outside.test. (${other.host}:${other.port})`]);
    await other.start();
    expect((await done).map(({ state }) => state)).toEqual(['agrees', 'agrees', 'agrees']);
    expect(waits.at(0)).toHaveLength(3);
    expect(waits.at(-1)).toEqual([]);
  });
});

test('a server that does not hold the zone is waited for as long as patience with it lasts', async () => {
  await using address = await takeLoopbackAddress();
  await twoServers(async (one, _other, [first]) => {
    await using lame = await startNamed({ address: address.address, port: one.port });
    const both = [first ?? one, lame];
    const expected = [www('192.0.2.1')];
    const reason = `answers REFUSED for www.${apex}.`;
    const caller = new AbortController();
    const patient = waitUntilPropagated(both, expected, {
      ...{ intervalMs: 20, lamePatienceMs: 600_000, signal: caller.signal },
      onWait([waitedFor, ...others]) {
        if (others.length === 0 && waitedFor?.reason === reason) caller.abort();
      },
    });
    await expect(patient).rejects.toMatchObject({ waitingFor: [{ state: 'waiting', reason, isLame: true }] });

    expect(await waitUntilPropagated(both, expected, { intervalMs: 20, lamePatienceMs: 100 })).toMatchObject([
      { state: 'agrees' },
      { state: 'unknown', reason },
    ]);
    // One that could tell is needed.
    const alone = waitUntilPropagated([lame], expected, { lamePatienceMs: 0 });
    await expect(alone).rejects.toThrow(NotPropagatedError);
  });
});

test('a wait that is given up names those who did not agree', async () => {
  await twoServers(async (_one, _other, addresses) => {
    const failure = waitUntilPropagated(addresses, [www('192.0.2.2')], {
      intervalMs: 20,
      signal: AbortSignal.timeout(300),
    });
    await expect(failure).rejects.toThrow(NotPropagatedError);
    await expect(failure).rejects.toThrow(/ns1.example.test..*; .*::1.*; ns2.outside.test. /);
  });
});
