import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  createAccount,
  RenewalFailedError,
  renewIfDue,
  type AcmeAccount,
  type CertificateAuthority,
} from '@wescale/acme-dns01';
import { createDns01Responder } from '@wescale/bind9-zone';
import type { RenewerConfiguration } from './renewer-configuration.ts';
import { openRenewerStore, type LastRun, type RenewerStore } from './renewer-store.ts';

const run = promisify(execFile);

/** What of the outcome the last-run record keeps. */
type Outcome = Omit<LastRun, 'at' | 'ok'>;

/**
 * One run: asks the CA whether it is time, renews if so, puts the certificate in service, and keeps how it went.
 * A failure leaves the old certificate where it is.
 */
export async function runRenewer(configuration: RenewerConfiguration, now: () => Date): Promise<LastRun> {
  const store = await openRenewerStore(configuration.stateDirectory, configuration.certificateDirectory);
  const at = now().toISOString();
  let last: LastRun;
  try {
    last = { at, ok: true, ...(await renew(configuration, store)) };
  } catch (error) {
    last = { at, ok: false, ...(await describeFailure(error, store)) };
  }
  await store.writeLastRun(last);
  return last;
}

async function renew(configuration: RenewerConfiguration, store: RenewerStore): Promise<Outcome> {
  const { names, nameServer, tsigKey, reloadCommand } = configuration;
  const responder = createDns01Responder({
    server: nameServer,
    key: tsigKey,
    authoritativeServers: [nameServer],
  });
  // What a run that was killed has left at these names would confuse the CA.
  await responder.removeStale(names);
  const history = await store.readHistory();
  const outcome = await renewIfDue({
    authorities: [await findAuthority(configuration, store)],
    names,
    responder,
    certificate: await store.readCertificate(),
    ...(history === undefined ? {} : { history }),
  });
  if (outcome.isRenewed) await store.writeCertificate(outcome.certificate);
  await store.writeHistory(outcome.history);
  const [program, ...rest] = reloadCommand;
  if (outcome.isRenewed && program !== undefined) await run(program, rest);
  const certificate = outcome.isRenewed ? outcome.certificate : await store.readCertificate();
  return {
    isRenewed: outcome.isRenewed,
    message: outcome.plan.reason,
    checkAgainAt: outcome.plan.checkAgainAt,
    ...(certificate === undefined ? {} : { notAfter: certificate.notAfter }),
  };
}

/** The account is looked for by its key when it is not kept: a run that died after making it makes no second one. */
async function findAuthority(
  configuration: RenewerConfiguration,
  store: RenewerStore,
): Promise<CertificateAuthority> {
  const { directoryUrl, trustedCertificatesPath, contact, profile } = configuration;
  const trusted =
    trustedCertificatesPath === undefined
      ? {}
      : { trustedCertificates: await readFile(trustedCertificatesPath, 'utf8') };
  const kept = await store.readAccount();
  const account = kept?.directoryUrl === directoryUrl ? kept : await makeAccount();
  return { account, ...trusted, ...(profile === undefined ? {} : { profile }) };

  async function makeAccount(): Promise<AcmeAccount> {
    const keyPem = await store.readOrCreateAccountKey();
    const mailbox = contact === undefined ? {} : { contact: [`mailto:${contact}`] };
    const made = await createAccount({
      directoryUrl,
      termsOfServiceAgreed: true,
      keyPem,
      ...trusted,
      ...mailbox,
    });
    await store.writeAccount(made.account);
    return made.account;
  }
}

async function describeFailure(error: unknown, store: RenewerStore): Promise<Outcome> {
  const certificate = await store.readCertificate().catch(() => undefined);
  const notAfter = certificate === undefined ? {} : { notAfter: certificate.notAfter };
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RenewalFailedError)) return { isRenewed: false, message, ...notAfter };
  await store.writeHistory(error.history);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return {
    isRenewed: false,
    message: `${message}${cause}`,
    checkAgainAt: error.history.retryAt,
    ...notAfter,
  };
}
