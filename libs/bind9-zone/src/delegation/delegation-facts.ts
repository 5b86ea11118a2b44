import type { DsRecord } from './read-due-ds.ts';

/** What one address of the parent says about a zone. */
export type ParentView = { readonly server: string } & (
  | {
      readonly state: 'delegates';
      readonly nameServers: readonly string[];
      /** Addresses it gives along, by name server. */
      readonly glue: ReadonlyMap<string, readonly string[]>;
      readonly ds: readonly DsRecord[];
      /** It holds the zone itself, so what it says is the zone's own word and it gives no glue. */
      readonly holdsZone: boolean;
    }
  | { readonly state: 'not-delegated'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string }
);

/** What one address of a name server of the zone says. */
export interface ChildView {
  readonly address: string;
  /** This host has no way to the address: nothing can be said. */
  readonly hasNoRoute: boolean;
  /** Whether it speaks for the zone over UDP; if not, why not. */
  readonly udp:
    | { readonly state: 'authoritative'; readonly serial: number; readonly nameServers: readonly string[] }
    | { readonly state: 'lame' | 'failed'; readonly reason: string };
  /** Why it does not answer over TCP; `undefined` when it does. */
  readonly tcpProblem?: string;
}

/** Everything about one name server of the zone. */
export interface NameServerFacts {
  readonly name: string;
  /** Its name lies in the zone, so that the parent must give its addresses along. */
  readonly isInZone: boolean;
  readonly isInParent: boolean;
  readonly isInChild: boolean;
  /** Addresses that servers of the parent give along. */
  readonly glue: readonly string[];
  /** Its addresses where they belong; `undefined` when nobody could tell. */
  readonly addresses?: readonly string[];
  /** Why nobody could tell. */
  readonly addressProblem?: string;
  /** Its name is an alias, which an NS record must not point to (RFC 2181 section 10.3). */
  readonly isAlias: boolean;
  /** One for each address, of both kinds. */
  readonly views: readonly ChildView[];
}

/** All that was seen of how a zone is delegated. */
export interface DelegationFacts {
  readonly zone: string;
  /** `undefined` when the servers of the parent were given. */
  readonly parentZone?: string;
  readonly parents: readonly ParentView[];
  readonly nameServers: readonly NameServerFacts[];
  /** Which of the parent's DS records match a key of the zone, by key tag; empty for a zone without DS. */
  readonly ds: readonly { readonly record: DsRecord; readonly matchesKey: boolean }[];
}
