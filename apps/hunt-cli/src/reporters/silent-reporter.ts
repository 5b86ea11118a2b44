import type { Reporter } from '../run/hunt-event.ts';

/** For what a verb looks up on its way, which is not what the user asked for. */
export const silentReporter: Reporter = { emit: () => undefined, close: () => undefined };
