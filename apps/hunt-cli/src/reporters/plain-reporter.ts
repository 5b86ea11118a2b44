import type { Reporter } from '../run/hunt-event.ts';
import { formatEvent } from './format-event.ts';

/** Plain lines, for logs and pipes. */
export function createPlainReporter(write: (text: string) => void): Reporter {
  return {
    emit(event) {
      const text = formatEvent(event);
      if (text !== undefined) write(`${text}\n`);
    },
    close: () => undefined,
  };
}
