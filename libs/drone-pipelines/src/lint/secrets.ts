import type { EventName, FromSecret } from '../build/common.ts';
import { matchesCondition } from '../evaluate/match-condition.ts';
import type { Path } from '../path.ts';
import type { AnyPipeline, AnyStep, LintOptions, PlacedStep } from './rule.ts';

export const EVENTS: readonly EventName[] = [
  'push',
  'pull_request',
  'tag',
  'promote',
  'rollback',
  'cron',
  'custom',
];

/** Events that a player, a contributor or anyone who may call the API can cause (A01, A11). */
const UNTRUSTED_EVENTS: readonly string[] = ['pull_request', 'promote', 'rollback', 'cron', 'custom'];

/** Events that reach a pipeline, or one of its steps, and that people you do not trust can cause. */
export function untrustedEventsOf(
  pipeline: AnyPipeline,
  step: AnyStep | undefined,
  options: LintOptions,
): string[] {
  const untrusted = options.untrustedEvents ?? UNTRUSTED_EVENTS;
  return untrusted.filter(
    (event) => matchesCondition(pipeline.trigger?.event, event) && matchesCondition(step?.when?.event, event),
  );
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
