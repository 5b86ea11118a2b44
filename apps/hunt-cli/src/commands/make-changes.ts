import { explainError } from '../run/explain-error.ts';
import type { Session } from '../run/session.ts';
import { exitCodes } from './verb.ts';

/**
 * The work of a verb that changes things, between the event that it begins and, last of all, the one that it ended;
 * what it failed by is told before that one.
 *
 * @param work returns how many changes it made
 * @returns the exit code
 */
export async function makeChanges(
  session: Session,
  verb: string,
  work: () => Promise<number>,
): Promise<number> {
  const { reporter, configuration, environmentName, now, signal } = session;
  const startedAt = now().getTime();
  const finish = (ok: boolean, changed: number) =>
    reporter.emit({ event: 'finished', verb, ok, changed, elapsedMs: now().getTime() - startedAt });
  reporter.emit({
    ...{ event: 'started', verb },
    ...{ environment: environmentName, hunt: configuration.hunt.name },
  });
  try {
    finish(true, await work());
    return exitCodes.ok;
  } catch (error) {
    reporter.emit({ event: 'error', ...explainError(signal.aborted ? signal.reason : error) });
    finish(false, 0);
    return exitCodes.error;
  }
}
