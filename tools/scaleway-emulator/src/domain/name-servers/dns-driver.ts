/** What serves DNS zones. The default driver does nothing and succeeds; the stage's edits a real name server. */
export interface DnsDriver {
  /** Makes the zone, or changes it: from then on it has exactly these records. Resolves once they are served. */
  setZone(zone: ServedZone): Promise<void>;
  removeZone(name: string): Promise<void>;
}

export interface ServedZone {
  /** In small letters, without a dot at the end. */
  name: string;
  /** Those at the zone's head say which its name servers are; the SOA record is the driver's own. */
  records: ServedRecord[];
}

export interface ServedRecord {
  /** Relative to the zone; empty at its head. */
  name: string;
  type: string;
  /** May differ between records of one name and type, which DNS itself does not allow. */
  ttlSeconds: number;
  /** As in a zone file, host names in full with their dot at the end: `10 mail.example.com.` */
  data: string;
}

const done = async (): Promise<void> => {};

/** The driver without name servers: everything succeeds at once. */
export const noNameServers: DnsDriver = { setZone: done, removeZone: done };
