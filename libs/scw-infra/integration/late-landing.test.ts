import { describe, expect, test } from 'vitest';
import { desiredInfra, oneOfEach, startWorld, type TestWorld } from './world.ts';

/**
 * The worst of lost answers: the first create is lost, a look finds nothing, and only when the create
 * is repeated does the first one take effect, just before the second.
 */
function lateFetch(suffix: string): typeof fetch {
  let late: (() => Promise<Response>) | undefined;
  let isOver = false;
  return async (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    if (isOver || init?.method !== 'POST' || !url.endsWith(suffix)) return fetch(input, init);
    if (late === undefined) {
      late = () => fetch(input, { ...init, signal: null });
      throw new TypeError('fetch failed');
    }
    isOver = true;
    await (await late()).arrayBuffer();
    return fetch(input, init);
  };
}

async function posts(world: TestWorld, suffix: string): Promise<number> {
  const journal = await world.emulator.control.journal();
  return journal.filter(({ method, path }) => method === 'POST' && path.endsWith(suffix)).length;
}

describe('a create that takes effect after it was looked for in vain', () => {
  test.each(['/ssh-keys', '/ips', '/security_groups', '/servers'])(
    'leaves one resource, not two: %s',
    async (suffix) => {
      await using world = await startWorld();
      await world.converge({ client: world.clientWith({ fetch: lateFetch(suffix) }) });
      expect(await posts(world, suffix)).toBe(2);
      expect(await world.census()).toEqual(oneOfEach);
      expect(await world.converge({ desired: desiredInfra })).toMatchObject({ changes: [], orphans: [] });
    },
  );
});
