/** A subdomain that shall be answered by name servers of its own. */
export interface DesiredDelegation {
  /** The delegated subdomain, like `hunt.example.com`, without a dot at the end. */
  domain: string;
  /** Its name servers. Those within the subdomain need their address in the parent zone (glue, RFC 1034 4.2.1). */
  nameServers: readonly { name: string; address: string }[];
  /** 60 to 2,592,000 seconds. @default 300 */
  ttlSeconds?: number;
}

/** All records of one name and type in the parent zone. */
export interface RecordSet {
  /** Relative to the zone; empty for its apex. */
  name: string;
  type: 'NS' | 'A' | 'AAAA';
  /** Sorted; names absolute, with a dot at the end. */
  data: string[];
  ttlSeconds: number;
}

/** What the parent zone says of the subdomain. */
export interface ActualDelegation {
  /** Name of the zone at Scaleway that is next above the subdomain. */
  parentZone: string;
  status: string;
  /** NS of the subdomain, and addresses at or below it. */
  recordSets: RecordSet[];
}

/** One record set to put into the parent zone as a whole, or to take out of it. */
export interface DelegationChange {
  action: 'create' | 'update' | 'delete';
  parentZone: string;
  recordSet: RecordSet;
  /** For example `create NS of hunt.example.com in example.com: it is not delegated`. */
  sentence: string;
}
