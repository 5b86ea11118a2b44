import type { AuthoritativeServer } from '@wescale/bind9-zone';
import type { TsigKeys } from './tsig-keys.ts';

/** An address record that the hunt wants in its zone. */
export interface HuntName {
  name: string;
  address: string;
}

const ttlSeconds = 300;

/** Name of the subdomain's only name server: the game master itself. */
export function nameServerOf(domain: string): string {
  return `ns1.${domain}`;
}

/** What the zone shall say of the game master. Later deployments publish their own names beside these. */
export function huntNames(domain: string, address: string): HuntName[] {
  return [domain, nameServerOf(domain)].map((name) => ({ name, address }));
}

/** The authoritative server of the subdomain, as data. */
export function huntNameServer(domain: string, address: string, keys: TsigKeys): AuthoritativeServer {
  return {
    zones: [
      {
        name: domain,
        nameServers: [{ name: nameServerOf(domain), addresses: [address] }],
        defaultTtlSeconds: ttlSeconds,
        updates: [
          { purpose: 'challenges', key: keys.challenges, names: [domain] },
          { purpose: 'names', key: keys.names, names: [domain, `*.${domain}`], types: ['A', 'AAAA'] },
        ],
        transfer: { key: keys.transfer },
      },
    ],
    rateLimit: { exempt: ['127.0.0.0/8', '::1'] },
  };
}
