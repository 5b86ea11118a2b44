import type { FromSecret, Trigger } from '../build/common.ts';
import { matchesCondition } from '../evaluate/match-condition.ts';
import type { Path } from '../path.ts';
import type { PlacedStep } from './rule.ts';

/** Events that a player, a contributor or anyone who may call the API can cause (A01, A11). */
export const UNTRUSTED_EVENTS: readonly string[] = ['pull_request', 'promote', 'rollback', 'cron', 'custom'];

/** What a build of an event looks like when somebody you do not trust caused it: its refs, and its branch where they chose it. */
const UNTRUSTED_PULLS = ['refs/pull/1/head', 'refs/merge-requests/1/head'];
const LOOKS: Readonly<Record<string, { refs: readonly string[]; branch?: string }>> = {
  // The branch of these is where the change wants to go: it protects nothing.
  pull_request: { refs: UNTRUSTED_PULLS },
  promote: { refs: UNTRUSTED_PULLS },
  rollback: { refs: UNTRUSTED_PULLS },
  tag: { refs: ['refs/tags/untrusted'] },
};
const OTHER_LOOK = { refs: ['refs/heads/untrusted'], branch: 'untrusted' };

/** Which of some events, caused by somebody you do not trust, pass the conditions of a pipeline or a step. */
export function eventsThatPass(conditions: Trigger | undefined, events: readonly string[]): string[] {
  return events.filter((event) => {
    const { refs, branch } = LOOKS[event] ?? OTHER_LOOK;
    return (
      matchesCondition(conditions?.event, event) &&
      (branch === undefined || matchesCondition(conditions?.branch, branch)) &&
      refs.some((ref) => matchesCondition(conditions?.ref, ref))
    );
  });
}

/** The secrets that a step asks for, by name. */
export function secretsOf({ step, path }: PlacedStep): { secret: string; path: Path }[] {
  return (['environment', 'settings'] as const).flatMap((field) =>
    Object.entries(step[field] ?? {}).flatMap(([key, value]) =>
      isFromSecret(value) ? [{ secret: value.from_secret, path: [...path, field, key] }] : [],
    ),
  );
}

export function isFromSecret(value: unknown): value is FromSecret {
  return typeof value === 'object' && value !== null && 'from_secret' in value;
}
