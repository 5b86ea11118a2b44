export interface DnsZone {
  /** The domain of the account that it belongs to. */
  domain: string;
  /** What comes before the domain; empty for the root zone. */
  subdomain: string;
  status: 'active' | 'pending' | 'error';
  /** Why the status is `error`. */
  message: string | null;
  nameServers: NameServer[];
  /** In order of their addition. */
  records: DnsRecord[];
  createdAt: Date;
  updatedAt: Date;
}

export interface NameServer {
  /** Without a dot at the end. */
  name: string;
  /** Glue. */
  addresses: string[];
}

export interface DnsRecord {
  id: string;
  /** Relative to the zone; empty at its head. */
  name: string;
  type: string;
  ttlSeconds: number;
  priority: number;
  /** As in a zone file. */
  data: string;
  comment: string | null;
  updatedAt: Date;
}
