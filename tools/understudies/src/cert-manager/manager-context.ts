import type { AcmeAccount, WaitLimits } from '@wescale/acme-dns01';
import type { DnsServer } from '@wescale/bind9-zone';

import type { ApiServer } from '../kubernetes/api-server.ts';
import type { RecordEvent } from './record-events.ts';
import type { Issuer } from './resources.ts';

/** An issuer with its account at the CA. */
export interface ReadyIssuer {
  issuer: Issuer & { apiVersion: string; kind: 'Issuer' | 'ClusterIssuer' };
  account: AcmeAccount;
  /** PEM, to trust the CA's own HTTPS by. */
  trustedCertificates?: string;
  /** Where its Secrets are. */
  namespace: string;
}

/** What all parts of the manager work with. */
export interface ManagerContext {
  server: ApiServer;
  record: RecordEvent;
  now: () => Date;
  onLog: (line: string) => void;
  timing: ManagerTiming;
  nameservers: RecursiveNameservers;
}

/** How it is found out whether a record is published. */
export interface RecursiveNameservers {
  /** @default those of the machine */
  servers?: readonly DnsServer[];
  /** Whether they alone are asked, and not the name servers of the zone. */
  isOnly: boolean;
  /** Port of the name servers of a zone. @default 53 */
  authoritativePort?: number;
}

/** Pauses, in milliseconds. */
export interface ManagerTiming {
  /** After the first failure to present a challenge; doubled with each. */
  firstPresentRetryMs: number;
  longestPresentRetryMs: number;
  /** Between two looks for a record. */
  propagationIntervalMs: number;
  /** After the first failed issuance; doubled with each. */
  firstIssuanceRetryMs: number;
  longestIssuanceRetryMs: number;
  /** After a failed registration. */
  firstRegistrationRetryMs: number;
  longestRegistrationRetryMs: number;
  /** Whether an issuer is ready, is looked for again. */
  issuerPollMs: number;
}

/**
 * Issuance: an hour, doubled up to 32 (cert-manager's documentation, "Certificate", "Issuance behavior: Rotation of the
 * private key" and `pkg/controller/certificates/trigger`); challenges: five seconds up to half an hour.
 */
export const defaultTiming: ManagerTiming = {
  firstPresentRetryMs: 5000,
  longestPresentRetryMs: 1_800_000,
  propagationIntervalMs: 1000,
  firstIssuanceRetryMs: 3_600_000,
  longestIssuanceRetryMs: 115_200_000,
  firstRegistrationRetryMs: 5000,
  longestRegistrationRetryMs: 300_000,
  issuerPollMs: 500,
};

/** For waits of a library that are to end only with their signal. */
export const patientLimits: WaitLimits = { responderTimeoutMs: 2_147_483_647 };
