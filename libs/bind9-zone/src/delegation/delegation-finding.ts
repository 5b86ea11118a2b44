/** What can be wrong with a delegation. */
export type DelegationFault =
  | 'parent-unreachable'
  | 'not-delegated'
  | 'parents-differ'
  | 'glue-missing'
  | 'glue-wrong'
  | 'server-is-alias'
  | 'server-without-address'
  | 'unreachable'
  | 'not-checked'
  | 'lame'
  | 'no-tcp'
  | 'ns-mismatch'
  | 'serial-differs'
  | 'ds-without-key';

/** Something wrong with a delegation, and what to do. */
export interface DelegationFinding {
  readonly code: DelegationFault;
  /** An error keeps some or all resolvers from the zone; a warning does not yet. */
  readonly severity: 'error' | 'warning';
  /** Whom it is about: a name server, its address, or the zone. */
  readonly subject: string;
  readonly message: string;
  readonly remedy: string;
}
