/** A TXT record that an ACME server wants to see (RFC 8555 section 8.4). */
export interface Dns01Challenge {
  /** `_acme-challenge.` and the name the certificate is for, without `*.`. */
  readonly name: string;
  /** Digest of the key authorization, base64url. */
  readonly value: string;
}

/** Puts the records of challenges into the DNS and takes them away. */
export interface Dns01Responder {
  /** Publishes all challenges of an order at once, several for one name included. */
  present(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void>;
  /** Removes exactly these records and leaves their neighbours; those that are gone are no error. */
  cleanUp(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void>;
  /** Waits until every authoritative server shows every one of these records. */
  waitUntilPublished(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void>;
  /** Records of challenges at these names that this responder did not present: what a crash left behind. */
  findStale(names: readonly string[], signal?: AbortSignal): Promise<Dns01Challenge[]>;
  /** Removes what {@link findStale} finds and returns it. */
  removeStale(names: readonly string[], signal?: AbortSignal): Promise<Dns01Challenge[]>;
}
