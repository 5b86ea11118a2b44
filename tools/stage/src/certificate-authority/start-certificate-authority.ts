import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { startPebble } from '@wescale/real-servers';
import { planAddresses } from '../network/address-plan.ts';
import { dataDirectory, runDirectory } from '../ownership/claim.ts';
import type { StageDescription } from '../stage/description.ts';

/** Let's Encrypt's profiles [facts/dns-acme.md 5]. */
const profiles = {
  classic: { description: 'ninety days', validityPeriodSeconds: 90 * 86_400 },
  tlsserver: { description: 'forty-five days', validityPeriodSeconds: 45 * 86_400 },
  shortlived: { description: 'a hundred and sixty hours', validityPeriodSeconds: 160 * 3600 },
};

/**
 * Starts Pebble in our own network; it dies with us. It looks at every challenge, through the stage's resolver, and
 * refuses what its authors announce as refused in future, and now and then a good nonce, as it does by default. It
 * does not sleep before it looks.
 */
export async function startCertificateAuthority(options: {
  stage: string;
  number: number;
  /** Told if it ends by itself. */
  onEnd: (error: Error) => void;
}): Promise<StageDescription['certificateAuthority']> {
  const { stage, number, onEnd } = options;
  const { certificateAuthority, resolver } = planAddresses(number);
  const log = path.join(runDirectory(stage), 'certificate-authority.log');
  const pebble = await startPebble({
    address: certificateAuthority,
    port: 443,
    directory: path.join(dataDirectory(stage), 'certificate-authority'),
    dnsServer: `${resolver}:53`,
    isStrict: true,
    nonceRejectPercent: 5,
    profiles,
    onEnd,
    onLog: (text) => appendFileSync(log, text),
  });
  return {
    directoryUrl: pebble.directoryUrl,
    trustedCertificates: pebble.trustedCertificate,
    issuerCertificates: (await pebble.roots()).join(''),
  };
}
