import { isSubdomain, type AuthoritativeAddress, type TsigKey } from '@wescale/bind9-zone';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { makeTsigSecret } from './tsig-keys.ts';

/** A name server that copies the zone from the game master. */
export interface HuntSecondary {
  name: string;
  address: string;
  /** One of its own, when it has one. */
  key?: TsigKey;
}

/** The secondaries with their keys, each made once and kept, unless one was put there before. */
export function readOrCreateSecondaries({ dns }: Hunt, secrets: SecretStore): Promise<HuntSecondary[]> {
  return Promise.all(
    dns.secondaries.map(async ({ name, address, transferKey }) => {
      if (transferKey === undefined) return { name, address };
      const secret = await secrets.readOrCreate(secondaryKeyFile(transferKey), makeTsigSecret);
      const key: TsigKey = { name: transferKey, algorithm: 'hmac-sha256', secret: secret.trim() };
      return { name, address, key };
    }),
  );
}

/** Under which name the secret store has a key. It stays when the hunt is destroyed: the secondary still has it. */
export function secondaryKeyFile(transferKey: string): string {
  return `tsig-secondary-${transferKey}`;
}

/** Where a secondary's name lies in the zone, the zone has to say where it leads. */
export function secondariesWithin<Server extends { name: string }>(
  domain: string,
  secondaries: readonly Server[],
): Server[] {
  return secondaries.filter(({ name }) => isSubdomain(name, domain));
}

export function toAddresses(secondaries: readonly HuntSecondary[]): AuthoritativeAddress[] {
  return secondaries.map(({ name, address }) => ({ name, host: address }));
}
