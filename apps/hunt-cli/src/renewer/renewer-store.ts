import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generatePrivateKey,
  type AcmeAccount,
  type IssuedCertificate,
  type RenewalHistory,
} from '@wescale/acme-dns01';
import { readJson, readText, replaceFile, syncFolder } from './durable-file.ts';
import type { LastRun, RenewalRequest } from './last-run.ts';

/** Failures since the last success, and the last one's message. */
export type FailureHistory = RenewalHistory & { failure: string };

/** What the renewer keeps on the host. Nothing is ever half written: a file is replaced whole, or not at all. */
export interface RenewerStore {
  /** The account's key, made before the CA first sees it: a run cut short finds its account again. */
  readOrCreateAccountKey(): Promise<string>;
  readAccount(): Promise<AcmeAccount | undefined>;
  writeAccount(account: AcmeAccount): Promise<void>;
  forgetAccount(): Promise<void>;
  readCertificate(): Promise<IssuedCertificate | undefined>;
  /** Puts key and chain in service together: `current` leads to the old pair or to the new one. */
  writeCertificate(certificate: IssuedCertificate): Promise<void>;
  /** Serial number of the certificate that whoever serves it was told to load. */
  readLoaded(): Promise<string | undefined>;
  writeLoaded(serialNumber: string): Promise<void>;
  readHistory(): Promise<FailureHistory | undefined>;
  writeHistory(history: FailureHistory | undefined): Promise<void>;
  /** What an operator asked for, once: it is gone when it has been read. */
  takeRequest(): Promise<RenewalRequest | undefined>;
  writeLastRun(run: LastRun): Promise<void>;
}

export async function openRenewerStore(
  stateDirectory: string,
  certificateDirectory: string,
): Promise<RenewerStore> {
  await mkdir(stateDirectory, { recursive: true, mode: 0o700 });
  await mkdir(certificateDirectory, { recursive: true, mode: 0o700 });
  const state = (name: string) => join(stateDirectory, name);
  const current = join(certificateDirectory, 'current');
  return {
    async readOrCreateAccountKey() {
      const kept = await readText(state('account-key.pem'));
      if (kept !== undefined) return kept;
      const made = await generatePrivateKey();
      await replaceFile(state('account-key.pem'), made);
      return made;
    },
    readAccount: () => readJson(state('account.json')),
    writeAccount: (account) => replaceFile(state('account.json'), JSON.stringify(account)),
    forgetAccount: () => rm(state('account.json'), { force: true }),
    readCertificate: () => readJson(join(current, 'certificate.json')),
    async writeCertificate(certificate) {
      const version = `v-${certificate.serialNumber.toLowerCase()}`;
      const folder = join(certificateDirectory, version);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await replaceFile(join(folder, 'privkey.pem'), certificate.keyPem);
      await replaceFile(join(folder, 'fullchain.pem'), certificate.chainPem);
      await replaceFile(join(folder, 'certificate.json'), JSON.stringify(certificate));
      const before = await readlink(current).catch(() => undefined);
      await rm(`${current}.new`, { force: true });
      await symlink(version, `${current}.new`);
      await rename(`${current}.new`, current);
      await syncFolder(certificateDirectory);
      await removeOthers(certificateDirectory, [version, before ?? version]);
    },
    readLoaded: () => readText(state('loaded')),
    writeLoaded: (serialNumber) => replaceFile(state('loaded'), serialNumber),
    readHistory: () => readJson(state('history.json')),
    async writeHistory(history) {
      if (history === undefined) await rm(state('history.json'), { force: true });
      else await replaceFile(state('history.json'), JSON.stringify(history));
    },
    async takeRequest() {
      const request = (await readText(state('request')))?.trim();
      await rm(state('request'), { force: true });
      return request === 'now' || request === 'renew' ? request : undefined;
    },
    writeLastRun: (run) => replaceFile(state('last-run.json'), `${JSON.stringify(run)}\n`),
  };
}

/** The pair before stays, for whoever is reading it just now; older ones, and what a killed run has left, go. */
async function removeOthers(directory: string, kept: readonly string[]): Promise<void> {
  const versions = (await readdir(directory)).filter((name) => name.startsWith('v-') && !kept.includes(name));
  await Promise.all(versions.map((name) => rm(join(directory, name), { recursive: true })));
}
