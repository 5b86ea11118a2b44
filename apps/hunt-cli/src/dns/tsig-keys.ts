import { randomBytes } from 'node:crypto';
import type { TsigKey } from '@wescale/bind9-zone';
import type { SecretStore } from '../secrets/secret-store.ts';

/** One key a purpose: whoever gets hold of one can do no more than that. */
export interface TsigKeys {
  /** May change `_acme-challenge` records, from the host itself. */
  challenges: TsigKey;
  /** May change `_acme-challenge` records of the names that boards have, from the boards. */
  boards: TsigKey;
  /** May change the addresses of the hunt's names, from here. */
  names: TsigKey;
  /** May read the whole zone. */
  transfer: TsigKey;
}

const purposes = ['challenges', 'boards', 'names', 'transfer'] as const satisfies (keyof TsigKeys)[];
const bytes = 32;

/** As long as the digest of HMAC-SHA-256 (RFC 2104 section 3), in base64. */
export const makeTsigSecret = (): string => randomBytes(bytes).toString('base64');

const secretName = (purpose: keyof TsigKeys) => `tsig-${purpose}`;

/** The keys, made once and kept in the secret store. */
export async function readOrCreateTsigKeys(secrets: SecretStore, domain: string): Promise<TsigKeys> {
  return toKeys(
    domain,
    await Promise.all(purposes.map((purpose) => secrets.readOrCreate(secretName(purpose), makeTsigSecret))),
  );
}

/** The keys as they are kept; undefined when they are not all there. */
export async function readTsigKeys(secrets: SecretStore, domain: string): Promise<TsigKeys | undefined> {
  const kept = await Promise.all(purposes.map((purpose) => secrets.read(secretName(purpose))));
  const found = kept.filter((secret) => secret !== undefined);
  return found.length === purposes.length ? toKeys(domain, found) : undefined;
}

/** Drops the keys: the only server that knew them is gone, with a disk that held them. */
export async function forgetTsigKeys(secrets: SecretStore): Promise<void> {
  await Promise.all(purposes.map((purpose) => secrets.remove(secretName(purpose))));
}

/** @param found one for each purpose, in their order */
function toKeys(domain: string, found: readonly string[]): TsigKeys {
  const key = (purpose: keyof TsigKeys): TsigKey => ({
    name: `${purpose}.${domain}`,
    algorithm: 'hmac-sha256',
    secret: found[purposes.indexOf(purpose)] ?? '',
  });
  return {
    challenges: key('challenges'),
    boards: key('boards'),
    names: key('names'),
    transfer: key('transfer'),
  };
}
