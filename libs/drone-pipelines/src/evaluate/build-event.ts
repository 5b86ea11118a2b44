import type { EventName, Trigger } from '../build/common.ts';

/** Every event that Drone builds for. */
export const EVENT_NAMES: readonly EventName[] = [
  'push',
  'pull_request',
  'tag',
  'promote',
  'rollback',
  'cron',
  'custom',
];

/** What happened, as the server hands it to triggers and conditions. What does not apply is left out. */
export interface BuildEvent {
  readonly event: EventName;
  readonly action?: string;
  /** The branch pushed to; for a pull request, the branch it wants to go into. */
  readonly branch?: string;
  readonly ref?: string;
  /** `owner/name`. */
  readonly repository?: string;
  /** The environment of a promotion or rollback. */
  readonly target?: string;
  /** Name of the cron job. */
  readonly cron?: string;
  /** Host name of the Drone server; only steps look at it. */
  readonly instance?: string;
  /** Title of a pull request. */
  readonly title?: string;
  /** Message of the commit, or body of the pull request. */
  readonly message?: string;
}

/** Conditions in the order in which the server looks at them, with what they look at. */
export const CONDITIONS: readonly (readonly [
  keyof Trigger | 'instance',
  (event: BuildEvent) => string | undefined,
])[] = [
  ['branch', ({ branch }) => branch],
  ['event', ({ event }) => event],
  ['action', ({ action }) => action],
  ['ref', ({ ref }) => ref],
  ['repo', ({ repository }) => repository],
  ['target', ({ target }) => target],
  ['cron', ({ cron }) => cron],
  ['instance', ({ instance }) => instance],
];

/**
 * The words in a title or message that make Drone build nothing at all, for the events where it looks (A25).
 *
 * @returns the word found, or undefined
 */
export function findSkipWord({ event, title = '', message = '' }: BuildEvent): string | undefined {
  if (event === 'tag' || event === 'cron' || event === 'custom') return undefined;
  const words = ['[ci skip]', '[skip ci]', '***no_ci***'];
  return words.find((word) => [title, message].some((text) => text.toLowerCase().includes(word)));
}
