import { readCertificateState } from '../certificates/read-certificate-state.ts';
import { requestRenewal } from '../certificates/request-renewal.ts';
import { findGameMaster } from '../environment/find-game-master.ts';
import type { StepState } from '../run/hunt-event.ts';
import { lockRun } from '../run/run-lock.ts';
import { makeChanges } from './make-changes.ts';
import type { Verb } from './verb.ts';

/** The renewer ran and left the certificate as it was, for a reason that is no good one. */
export class NotRenewedError extends Error {
  readonly code = 'certificate-not-renewed';
}

export const renew: Verb = {
  name: 'renew',
  summary: 'Run the renewer on the game master now, without waiting out a pause after failures',
  options: [['--force', 'renew although nothing is due; it counts against the limits of the CA']],
  examples: [
    ['npx hunt certificate renew', 'renews if it is due, and says so if it is not'],
    ['npx hunt certificate renew --force', 'proves that renewal works, before the players come'],
  ],
  async run(session, { force = false }) {
    const { reporter, signal, now } = session;
    const verb = 'certificate renew';
    return makeChanges(session, verb, async () => {
      let state: StepState = 'failed';
      try {
        await using _lock = await lockRun((await session.secrets()).directory, verb, now);
        const { address, run } = await findGameMaster(session);
        const connection = await run.context.gameMaster.connect(address);
        const message = 'the renewer is at work on the host';
        reporter.emit({ event: 'progress', step: 'certificate', message });
        await requestRenewal(connection, force ? 'renew' : 'now', signal);
        const { lastRun, certificate, lastResult } = await readCertificateState(connection, signal);
        if (lastRun === undefined || !lastRun.ok || lastResult !== 'success')
          throw new NotRenewedError(lastRun?.message ?? `the renewer ended with ${lastResult}`);
        const end = certificate === undefined ? '' : `; good until ${certificate.notAfter}`;
        reporter.emit({ event: 'notice', message: `${lastRun.message}${end}` });
        state = lastRun.isRenewed ? 'done' : 'unchanged';
        return lastRun.isRenewed ? 1 : 0;
      } finally {
        reporter.emit({ event: 'step', step: 'certificate', state });
      }
    });
  },
};
