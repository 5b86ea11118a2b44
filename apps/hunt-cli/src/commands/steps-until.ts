import type { AnyStep } from '../run/run-steps.ts';
import { UsageError } from './usage-error.ts';

/** The option of verbs that work step by step. */
export const untilOption: [flags: string, description: string] = [
  '--until <step>',
  'leave out the steps after this one',
];

/** The steps up to and with the one of this name; all of them when none is named. @throws UsageError */
export function stepsUntil(steps: readonly AnyStep[], name: string | undefined): readonly AnyStep[] {
  if (name === undefined) return steps;
  const index = steps.findIndex((step) => step.name === name);
  if (index !== -1) return steps.slice(0, index + 1);
  const names = steps.map((step) => step.name).join(', ');
  throw new UsageError(`--until ${name}: there is no such step; the steps are ${names}`);
}
