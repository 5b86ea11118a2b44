/** How one run of the renewer ended; `hunt certificate status` reads it. */
export interface LastRun {
  /** ISO 8601. */
  at: string;
  ok: boolean;
  isRenewed: boolean;
  /** One sentence. */
  message: string;
  /** When to look again at the latest, ISO 8601. */
  checkAgainAt?: string;
  /** Of the certificate in service, ISO 8601. */
  notAfter?: string;
}

/**
 * What an operator asked of the next run: `now` ends the pause after failures, `renew` renews although nothing is due.
 */
export type RenewalRequest = 'now' | 'renew';
