import { RenewalFailedError } from '@wescale/acme-dns01';
import type { ServerAgreement } from '@wescale/bind9-zone';
import { formatWaiting } from '../dns/format-waiting.ts';
import type { LastRun } from './last-run.ts';
import { loadCertificate } from './load-certificate.ts';
import { renewCertificate } from './renew-certificate.ts';
import type { RenewerConfiguration } from './renewer-configuration.ts';
import { openRenewerStore, type RenewerStore } from './renewer-store.ts';

/** What a run needs of the process it is in. */
export interface RenewerSurroundings {
  now: () => Date;
  /** Ends the run; what it put up is taken down first. */
  signal: AbortSignal;
  /** Told, in one line, of what holds a renewal up. */
  say: (line: string) => void;
}

type Outcome = Omit<LastRun, 'at' | 'notAfter'>;

/**
 * One run: asks the CA whether it is time, renews if so, puts the certificate in service, and keeps how it went.
 * A failure leaves the old certificate where it is. Killed anywhere, the next run ends in the same state.
 */
export async function runRenewer(
  configuration: RenewerConfiguration,
  { now, signal, say }: RenewerSurroundings,
): Promise<LastRun> {
  const at = now().toISOString();
  const store = await openRenewerStore(configuration.stateDirectory, configuration.certificateDirectory);
  const renewal = await renew(configuration, store, { signal, say }).catch((error: unknown) =>
    keepFailure(error, store),
  );
  const problem = await loadCertificate(configuration.reloadCommand, store).then(
    () => undefined,
    (error: unknown) => describe(error),
  );
  const outcome = problem === undefined ? renewal : addProblem(renewal, problem);
  const certificate = await store.readCertificate();
  const notAfter = certificate === undefined ? {} : { notAfter: certificate.notAfter };
  const last = { at, ...outcome, ...notAfter };
  await store.writeLastRun(last);
  return last;
}

async function renew(
  configuration: RenewerConfiguration,
  store: RenewerStore,
  { signal, say }: Pick<RenewerSurroundings, 'signal' | 'say'>,
): Promise<Outcome> {
  const onWait = (waitingFor: readonly ServerAgreement[]): void => {
    const heard = waitingFor.filter(({ reason }) => reason !== undefined);
    if (heard.length === 0) return;
    say(`waiting for ${formatWaiting(heard)}`);
  };
  const renewal = await renewCertificate(configuration, store, { signal, onWait });
  const { certificate, reason, checkAgainAt, isPausing } = renewal;
  if (certificate !== undefined) await store.writeCertificate(certificate);
  if (!isPausing) await store.writeHistory(undefined);
  const verdict = certificate === undefined ? 'not due' : 'renewed';
  return {
    ok: !isPausing,
    isRenewed: certificate !== undefined,
    message: isPausing ? reason : `${verdict}: ${reason}`,
    ...(checkAgainAt === undefined ? {} : { checkAgainAt }),
  };
}

async function keepFailure(error: unknown, store: RenewerStore): Promise<Outcome> {
  const outcome = { ok: false, isRenewed: false, message: describe(error) };
  if (!(error instanceof RenewalFailedError)) return outcome;
  const { history, cause } = error;
  await store.writeHistory({ ...history, failure: describe(cause) });
  return { ...outcome, checkAgainAt: history.retryAt };
}

function addProblem(renewal: Outcome, problem: string): Outcome {
  return { ...renewal, ok: false, message: renewal.ok ? problem : `${renewal.message}; ${problem}` };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
