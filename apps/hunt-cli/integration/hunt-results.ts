import type { PlannedChange } from '../src/run/hunt-event.ts';
import type { HuntResult, PrintedEvent } from './running-hunt.ts';

/** The last event of a run, which says how it ended. */
export const finished = ({ events }: HuntResult): PrintedEvent | undefined => events.at(-1);

export const errorOf = ({ events }: HuntResult): Extract<PrintedEvent, { event: 'error' }> | undefined =>
  events.find((event) => event.event === 'error');

export const noticesOf = ({ events }: HuntResult): string[] =>
  events.flatMap((event) => (event.event === 'notice' ? [event.message] : []));

/** What a run planned to change. */
export const changesOf = ({ events }: HuntResult): PlannedChange[] =>
  events.flatMap((event) => (event.event === 'plan' ? event.changes : []));

/** What one step made; nothing where it made nothing. */
export const outputsOf = ({ events }: HuntResult, step: string): Record<string, string> => {
  const found = events.flatMap((event) =>
    event.event === 'outputs' && event.step === step ? [event.outputs] : [],
  );
  return found[0] ?? {};
};

/** How long each step took, of those that were changed. */
export const timesOf = ({ events }: HuntResult): [step: string, elapsedMs: number][] =>
  events.flatMap((event) =>
    event.event === 'step' && event.state === 'done' ? [[event.step, event.elapsedMs ?? Number.NaN]] : [],
  );
