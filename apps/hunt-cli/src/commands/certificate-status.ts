import type { CertificateState } from '../certificates/certificate-state.ts';
import { readCertificateState } from '../certificates/read-certificate-state.ts';
import { judgeCertificate } from '../checks/certificate.ts';
import { look } from '../checks/check.ts';
import { checkServedCertificate } from '../checks/served-certificate.ts';
import { findGameMaster } from '../environment/find-game-master.ts';
import type { Outputs } from '../run/hunt-event.ts';
import { emitFindings } from './emit-findings.ts';
import type { Verb } from './verb.ts';

export const status: Verb = {
  name: 'status',
  summary: 'Say what the certificate is, how its renewal goes, and whether it is served; exit 1 if not well',
  examples: [
    ['npx hunt certificate status', 'one trip to the host, and a look from outside'],
    ['npx hunt certificate status --json', 'for a monitor: one finding a line'],
  ],
  async run(session) {
    const { address, run } = await findGameMaster(session);
    const { signal, reporter, now, configuration } = session;
    const state = await readCertificateState(await run.context.gameMaster.connect(address), signal);
    const outputs = describe(state);
    if (Object.keys(outputs).length > 0) reporter.emit({ event: 'outputs', step: 'certificate', outputs });
    const { domain } = configuration.hunt;
    const fingerprint = state.certificate?.fingerprint256;
    const served = await look('served', 'see why with: hunt ssh -- systemctl status nginx', () =>
      checkServedCertificate(address, domain, fingerprint, run.context.internet, signal),
    );
    return emitFindings(session, [...judgeCertificate(state, now()), ...served]);
  },
};

function describe({ certificate, lastRun, nextLookAt }: CertificateState): Outputs {
  return {
    ...(certificate === undefined
      ? {}
      : {
          names: certificate.names.join(', '),
          issuer: certificate.issuer,
          notAfter: certificate.notAfter,
          fingerprint: certificate.fingerprint256,
        }),
    ...(lastRun === undefined ? {} : { lastLook: lastRun.at, lastSaid: lastRun.message }),
    ...(nextLookAt === undefined ? {} : { nextLook: nextLookAt }),
  };
}
