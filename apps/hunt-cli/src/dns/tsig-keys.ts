import { randomBytes } from 'node:crypto';
import type { TsigKey } from '@wescale/bind9-zone';
import type { SecretStore } from '../secrets/secret-store.ts';

/** One key a purpose: whoever gets hold of one can do no more than that. */
export interface TsigKeys {
  /** May change `_acme-challenge` records, from the host itself. */
  challenges: TsigKey;
  /** May change the addresses of the hunt's names, from here. */
  names: TsigKey;
  /** May read the whole zone. */
  transfer: TsigKey;
}

const purposes = ['challenges', 'names', 'transfer'] as const satisfies (keyof TsigKeys)[];
const bytes = 32;
const secretName = (purpose: keyof TsigKeys) => `tsig-${purpose}`;

/** The keys, made once and kept in the secret store. */
export async function readOrCreateTsigKeys(secrets: SecretStore, domain: string): Promise<TsigKeys> {
  const key = async (purpose: keyof TsigKeys): Promise<TsigKey> => ({
    name: `${purpose}.${domain}`,
    algorithm: 'hmac-sha256',
    secret: await secrets.readOrCreate(secretName(purpose), () => randomBytes(bytes).toString('base64')),
  });
  const [challenges, names, transfer] = await Promise.all([key('challenges'), key('names'), key('transfer')]);
  return { challenges, names, transfer };
}

/** Drops the keys: the only server that knew them is gone, with a disk that held them. */
export async function forgetTsigKeys(secrets: SecretStore): Promise<void> {
  await Promise.all(purposes.map((purpose) => secrets.remove(secretName(purpose))));
}
