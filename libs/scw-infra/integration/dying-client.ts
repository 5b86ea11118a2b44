import type { ScalewayClient } from '@wescale/scw-infra';
import type { TestWorld } from './world.ts';

/** When the run dies: before its nth call is sent, or after that call took effect and before it was read. */
export type Moment = 'before' | 'after';

export interface DyingOptions {
  /** Which calls count. @default all */
  counts?: 'writes';
  /** What the calls go through. @default fetch */
  through?: typeof fetch;
}

/** A client that is killed at its nth call: nothing it would do afterwards reaches the API. */
export function dyingClient(
  world: TestWorld,
  nth: number,
  moment: Moment,
  { counts, through = fetch }: DyingOptions = {},
): { client: ScalewayClient; calls: () => number } {
  const death = new AbortController();
  let calls = 0;
  const client = world.clientWith({
    signal: death.signal,
    fetch: async (input, init) => {
      const isCounted = counts === undefined || init?.method !== 'GET';
      if (isCounted) calls += 1;
      if (!isCounted || calls < nth) return through(input, init);
      if (calls === nth && moment === 'after') {
        await (await through(input, { ...init, signal: null })).arrayBuffer();
      }
      death.abort();
      throw new TypeError('killed');
    },
  });
  return { client, calls: () => calls };
}
