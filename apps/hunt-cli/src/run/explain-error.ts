/** A signal asked the run to end. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals, verb: string) {
    super(
      `stopped by ${signal}; what was made so far stays, and running hunt ${verb} again goes on from there`,
    );
    this.name = 'InterruptedError';
    this.signal = signal;
  }
}

/** What users read of an error: its code and its message, never a stack. */
export function explainError(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'unexpected', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
  // A code of our own promises a message that stands alone; anything else keeps its cause in sight.
  const isOurs = /^[a-z][a-z0-9-]*$/.test(code) && code !== 'unexpected';
  const cause = !isOurs && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return { code, message: `${error.message}${cause}` };
}
