import { mkdir, open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { generatePrivateKey } from '@wescale/acme-dns01';
import type { AcmeAccount, IssuedCertificate, RenewalHistory } from '@wescale/acme-dns01';

/** How one run of the renewer ended; `hunt status` reads it. */
export interface LastRun {
  at: string;
  ok: boolean;
  isRenewed: boolean;
  /** One sentence. */
  message: string;
  /** When to look again at the latest, ISO 8601. */
  checkAgainAt?: string;
  /** Of the certificate in service, ISO 8601. */
  notAfter?: string;
}

/** What the renewer keeps on the host. Nothing is ever half written: a file is replaced whole, or not at all. */
export interface RenewerStore {
  /** The account's key, made before the CA first sees it: a run cut short finds its account again. */
  readOrCreateAccountKey(): Promise<string>;
  readAccount(): Promise<AcmeAccount | undefined>;
  writeAccount(account: AcmeAccount): Promise<void>;
  readCertificate(): Promise<IssuedCertificate | undefined>;
  /** Puts key and chain in service together: `current` leads to the old pair or to the new one. */
  writeCertificate(certificate: IssuedCertificate): Promise<void>;
  readHistory(): Promise<RenewalHistory | undefined>;
  writeHistory(history: RenewalHistory | undefined): Promise<void>;
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
      await removeOthers(certificateDirectory, [version, before ?? version]);
    },
    readHistory: () => readJson(state('history.json')),
    async writeHistory(history) {
      if (history === undefined) await rm(state('history.json'), { force: true });
      else await replaceFile(state('history.json'), JSON.stringify(history));
    },
    writeLastRun: (run) => replaceFile(state('last-run.json'), `${JSON.stringify(run)}\n`),
  };
}

async function replaceFile(path: string, content: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The pair before stays, for whoever is reading it just now; older ones go. */
async function removeOthers(directory: string, kept: readonly string[]): Promise<void> {
  const versions = (await readdir(directory)).filter((name) => name.startsWith('v-') && !kept.includes(name));
  await Promise.all(versions.map((name) => rm(join(directory, name), { recursive: true })));
}
