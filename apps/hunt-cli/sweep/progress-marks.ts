import type { PrintedEvent } from '../integration/running-hunt.ts';

/**
 * What tells how far a run has got: each thing it says it does, once, however often it says it and whatever numbers and
 * names are in it. Runs that follow each other can so be measured against one that nothing disturbed.
 */
export function marksOf(events: readonly PrintedEvent[], hunt: string): Set<string> {
  return new Set(events.map((event) => markOf(event, hunt)));
}

export function markOf(event: PrintedEvent, hunt: string): string {
  const step = 'step' in event ? (event.step ?? '') : '';
  const said = event.event === 'step' ? event.state : event.event === 'progress' ? event.message : '';
  const neutral = said.replaceAll(hunt, 'hunt').replaceAll(/[0-9a-f]*\d[0-9a-f]*/g, '0');
  return `${event.event} ${step} ${neutral}`;
}
