import { readFile } from 'node:fs/promises';
import { createAccount, type AcmeAccount, type CertificateAuthority } from '@wescale/acme-dns01';
import { RenewerConfigurationError, type RenewerConfiguration } from './renewer-configuration.ts';
import type { RenewerStore } from './renewer-store.ts';

/**
 * The CA, and our account there. The account is looked for by its key when it is not kept: a run that died after
 * making it makes no second one.
 */
export async function findAuthority(
  configuration: RenewerConfiguration,
  store: RenewerStore,
  signal: AbortSignal,
): Promise<CertificateAuthority> {
  const { directoryUrl, contact, profile } = configuration;
  const trusted = await readTrusted(configuration);
  const kept = await store.readAccount();
  const account = kept?.directoryUrl === directoryUrl ? kept : await makeAccount();
  return { account, ...trusted, ...(profile === undefined ? {} : { profile }) };

  async function makeAccount(): Promise<AcmeAccount> {
    const made = await createAccount({
      directoryUrl,
      termsOfServiceAgreed: true,
      keyPem: await store.readOrCreateAccountKey(),
      signal,
      ...trusted,
      ...(contact === undefined ? {} : { contact: [`mailto:${contact}`] }),
    });
    await store.writeAccount(made.account);
    return made.account;
  }
}

async function readTrusted({
  trustedCertificatesPath: path,
}: RenewerConfiguration): Promise<Pick<CertificateAuthority, 'trustedCertificates'>> {
  if (path === undefined) return {};
  const trustedCertificates = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RenewerConfigurationError(`${path} cannot be read; it is written by: hunt core`, { cause });
  });
  return { trustedCertificates };
}
