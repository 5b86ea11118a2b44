/** An account at a CA, as the caller keeps it. Its key is a secret. */
export interface AcmeAccount {
  directoryUrl: string;
  /** The account's own URL, from the CA. */
  url: string;
  /** Private key, PEM. */
  keyPem: string;
}
