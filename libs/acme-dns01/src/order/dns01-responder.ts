/** One TXT record that proves control of a name (RFC 8555 §8.4). */
export interface Dns01Challenge {
  /** Owner of the record, without the last dot: `_acme-challenge.example.org`, for the wildcard below it too. */
  name: string;
  /** Text of the record. */
  value: string;
}

/**
 * Who can put TXT records where the CA looks for them. An apex and its wildcard have two values at one name: adding
 * one must not take the other away.
 */
export interface Dns01Responder {
  /** Adds the records of a whole order in one go, beside what stands there. */
  present(challenges: readonly Dns01Challenge[], signal: AbortSignal): Promise<void>;
  /**
   * Removes exactly these records. Called once after every `present`, also one that failed or was interrupted, so
   * that a record which is not there is no error.
   */
  cleanUp(challenges: readonly Dns01Challenge[], signal: AbortSignal): Promise<void>;
  /** Returns once every server the CA may ask has the records. Without it the CA is asked to look at once. */
  waitUntilPublished?(challenges: readonly Dns01Challenge[], signal: AbortSignal): Promise<void>;
}
