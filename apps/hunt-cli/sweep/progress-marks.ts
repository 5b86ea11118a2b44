import type { PrintedEvent } from '../integration/running-hunt.ts';

/**
 * What a run says that it does, in the order in which it says so, each thing once: that tells how far another run has
 * got, also one that takes it up and says only what is left to do.
 */
export function marksOf(events: readonly PrintedEvent[], hunt: string): string[] {
  return [...new Set(events.flatMap((event) => markOf(event, hunt) ?? []))];
}

/**
 * The same of every run, whatever the numbers and names in it. Undefined for what a run looks at or plans: one that
 * takes up much does that all at its beginning.
 */
export function markOf(event: PrintedEvent, hunt: string): string | undefined {
  const neutral = (said: string) => said.replaceAll(hunt, 'hunt').replaceAll(/[0-9a-f]*\d[0-9a-f]*/g, '0');
  if (event.event === 'progress') return `${event.step}: ${neutral(event.message)}`;
  if (event.event === 'outputs') return `${event.step} has outputs`;
  if (event.event !== 'step' || event.state === 'reading' || event.state === 'waiting') return undefined;
  return `${event.step} is ${event.state}`;
}
