import type { Reporter } from '../run/hunt-event.ts';
import { formatEvent } from './format-event.ts';

/** Plain lines, for logs and pipes. */
export function createPlainReporter(write: (text: string) => void): Reporter {
  let last: string | undefined;
  return {
    emit(event) {
      const text = formatEvent(event);
      // Who waits says so again and again; one line of it is enough.
      const isSaid = event.event === 'progress' && text === last;
      last = text;
      if (text !== undefined && !isSaid) write(`${text}\n`);
    },
    close: () => undefined,
  };
}
