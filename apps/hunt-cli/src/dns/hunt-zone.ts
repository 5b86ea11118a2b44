import type { AuthoritativeServer } from '@wescale/bind9-zone';
import { boardHostNames, boardRecordName } from '../board/board-names.ts';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { rancherHostName } from '../rancher/rancher-names.ts';
import { secondariesWithin, type HuntSecondary } from './secondaries.ts';
import type { TsigKeys } from './tsig-keys.ts';

/** An address record that the hunt wants in its zone. */
export interface HuntName {
  name: string;
  address: string;
  /** @default 300 */
  ttlSeconds?: number;
}

const ttlSeconds = 300;

/** Name of the subdomain's first name server: the game master itself. */
export function nameServerOf(domain: string): string {
  return `ns1.${domain}`;
}

/**
 * What the zone shall say of the game master, and of secondaries whose names lie in it. Later deployments publish their
 * own names beside these.
 */
export function huntNames(hunt: Hunt, address: string): HuntName[] {
  const { domain } = hunt;
  const own = [domain, nameServerOf(domain), rancherHostName(hunt)].map((name) => ({ name, address }));
  const others = secondariesWithin(domain, hunt.dns.secondaries);
  return [...own, ...others.map((secondary) => ({ name: secondary.name, address: secondary.address }))];
}

/** Whom the zone shall name as its name servers. */
export function huntNameServers({ domain, dns }: Hunt): string[] {
  return [nameServerOf(domain), ...dns.secondaries.map(({ name }) => name)];
}

/** The authoritative server of the subdomain, as data. */
export function huntNameServer(
  domain: string,
  address: string,
  keys: TsigKeys,
  secondaries: readonly HuntSecondary[] = [],
): AuthoritativeServer {
  const within = new Set(secondariesWithin(domain, secondaries));
  return {
    zones: [
      {
        name: domain,
        nameServers: [
          { name: nameServerOf(domain), addresses: [address] },
          ...secondaries.map((secondary) => ({
            name: secondary.name,
            addresses: within.has(secondary) ? [secondary.address] : [],
          })),
        ],
        defaultTtlSeconds: ttlSeconds,
        updates: [
          { purpose: 'challenges', key: keys.challenges, names: [domain] },
          { purpose: 'challenges', key: keys.boards, names: boardHostNames({ domain }) },
          { purpose: 'names', key: keys.names, names: [domain, `*.${domain}`], types: ['A', 'AAAA'] },
          { purpose: 'names', key: keys.names, names: [domain], types: ['NS'] },
          { purpose: 'names', key: keys.names, names: [boardRecordName({ domain })], types: ['TXT'] },
        ],
        transfer: {
          key: keys.transfer,
          secondaries: secondaries.map(({ address: host, key }) => ({
            host,
            ...(key === undefined ? {} : { key }),
          })),
        },
      },
    ],
    rateLimit: { exempt: ['127.0.0.0/8', '::1'] },
  };
}
