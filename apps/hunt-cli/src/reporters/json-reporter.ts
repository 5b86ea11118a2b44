import { eventVersion, type Reporter } from '../run/hunt-event.ts';

/** One event a line, with the version of the format and the time it happened. */
export function createJsonReporter(write: (text: string) => void, now: () => Date): Reporter {
  return {
    emit: (event) =>
      write(`${JSON.stringify({ version: eventVersion, at: now().toISOString(), ...event })}\n`),
    close: () => undefined,
  };
}
