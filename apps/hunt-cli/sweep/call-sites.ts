import type { JournalEntry } from '@wescale/scaleway-emulator';

/** One of the calls that every first run makes. */
export interface CallSite {
  method: string;
  /** With `:id` for what differs from run to run. */
  path: string;
  /** How many calls of this method and path come up to it, itself included. */
  nth: number;
}

/** What Scaleway tells its resources apart by. */
export const anyId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * The call sites of a recorded run. A call that repeats the one before it is a look while waiting: how many there are
 * depends on time, so that a wait is one site, and what makes the same call after a wait cannot be told by its number.
 */
export function findCallSites(journal: readonly Pick<JournalEntry, 'method' | 'path'>[]): CallSite[] {
  const calls = journal.map(({ method, path }) => ({ method, path: path.replaceAll(anyId, ':id') }));
  const seen = new Map<string, { nth: number; isWaited: boolean }>();
  let before = '';
  return calls.flatMap(({ method, path }) => {
    const call = `${method} ${path}`;
    const isRepeated = call === before;
    before = call;
    const { nth, isWaited } = seen.get(call) ?? { nth: 0, isWaited: false };
    seen.set(call, { nth: nth + 1, isWaited: isWaited || isRepeated });
    return isRepeated || isWaited ? [] : [{ method, path, nth: nth + 1 }];
  });
}

export function formatCallSite({ method, path, nth }: CallSite): string {
  return `${method} ${path}${nth === 1 ? '' : ` (call ${nth})`}`;
}
