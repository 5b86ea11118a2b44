import type { PrintedEvent } from '../integration/running-hunt.ts';

/** Where the time of one step went, in milliseconds. */
export interface StepPhases {
  step: string;
  readMs: number;
  /** Making the changes, and reading them back. */
  applyMs: number;
  verifyMs: number;
}

const phases = { reading: 'readMs', applying: 'applyMs', verifying: 'verifyMs' } as const;

/** Adds up, from what a run printed, how long each step was in each of its states. */
export function phasesOf(events: readonly PrintedEvent[]): StepPhases[] {
  const steps = new Map<string, StepPhases>();
  let open: { step: string; phase: (typeof phases)[keyof typeof phases]; since: number } | undefined;
  for (const event of events) {
    if (event.event !== 'step') continue;
    const at = Date.parse(event.at);
    const known = steps.get(event.step) ?? { step: event.step, readMs: 0, applyMs: 0, verifyMs: 0 };
    steps.set(event.step, known);
    if (open !== undefined) {
      const measured = steps.get(open.step);
      if (measured !== undefined) measured[open.phase] += at - open.since;
    }
    const phase = event.state in phases ? phases[event.state as keyof typeof phases] : undefined;
    open = phase === undefined ? undefined : { step: event.step, phase, since: at };
  }
  return [...steps.values()];
}
