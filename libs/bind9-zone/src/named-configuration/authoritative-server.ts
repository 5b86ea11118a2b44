import type { DnsServer } from '../exchange/dns-server.ts';
import type { TsigKey } from '../tsig/tsig-key.ts';
import type { DnssecPolicy } from './dnssec-policy.ts';

/** Lets one key change some names and types of a zone, and nothing else. */
export interface UpdateGrant {
  /** What the key is there for; a key serves one purpose. */
  readonly purpose: 'challenges' | 'names';
  readonly key: TsigKey;
  /**
   * Names within the zone; `*.` in front stands for every name below. For `challenges` these are the hosts that
   * certificates are for: the grant then is for `_acme-challenge.<host>`, and `*.host` is the same as `host`.
   */
  readonly names: readonly string[];
  /** @default TXT for challenges; A, AAAA and CNAME for names */
  readonly types?: readonly string[];
}

/** A server that copies a zone and is told of its changes. */
export interface Secondary extends DnsServer {
  /** What it proves itself with; one of its own can be taken from it alone. @default the key of the transfers */
  readonly key?: TsigKey;
}

/** A zone that this server is the primary of. It changes by UPDATE only. */
export interface AuthoritativeZone {
  /** Apex. */
  readonly name: string;
  /** Where the first version of the zone gets its NS records and their addresses from. */
  readonly nameServers: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** Mailbox of the one who answers for the zone, as `user@example.org`. @default `hostmaster@<zone>` */
  readonly contact?: string;
  /** @default 300 */
  readonly defaultTtlSeconds?: number;
  readonly updates?: readonly UpdateGrant[];
  /** The key that may read the whole zone, and the secondaries that do and are told of changes. */
  readonly transfer?: { readonly key: TsigKey; readonly secondaries?: readonly Secondary[] };
  /** Signs the zone. @default not signed */
  readonly dnssec?: 'default' | DnssecPolicy;
}

/** A small authoritative server, as it should be. */
export interface AuthoritativeServer {
  readonly zones: readonly AuthoritativeZone[];
  /** Addresses to listen on. @default every one the host has */
  readonly listenOn?: readonly string[];
  /** @default 53 */
  readonly port?: number;
  /** How long a change may wait before secondaries are told, in seconds; 0 tells them at once. @default 1 */
  readonly notifyDelaySeconds?: number;
  readonly rateLimit?: {
    /** Same answers to one network a second. @default 15 */
    readonly responsesPerSecond?: number;
    /** Addresses or networks that are never limited: whoever polls this server to see a change arrive. */
    readonly exempt?: readonly string[];
  };
  readonly folders?: Partial<NamedFolders>;
}

/** Where things lie. */
export interface NamedFolders {
  /** Configuration, owned by root; AppArmor lets named only read there. @default '/etc/bind' */
  readonly configuration: string;
  /** Dynamic zones and DNSSEC keys, written by named. @default '/var/lib/bind' */
  readonly state: string;
  /** @default '/var/cache/bind' */
  readonly cache: string;
}
