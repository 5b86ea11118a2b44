/** Every code an error of this library can carry. */
export type ScwInfraErrorCode =
  | 'aborted'
  | 'already-exists'
  | 'authentication-denied'
  | 'call-timeout'
  | 'invalid-option'
  | 'invalid-request'
  | 'inventory-not-empty'
  | 'network-failure'
  | 'node-failed'
  | 'not-found'
  | 'out-of-stock'
  | 'parent-zone-not-found'
  | 'permission-denied'
  | 'plan-blocked'
  | 'precondition-failed'
  | 'quota-exceeded'
  | 'resource-locked'
  | 'start-failed'
  | 'too-many-requests'
  | 'transient-state'
  | 'unavailable'
  | 'unexpected-answer'
  | 'wait-timeout';

/** The three things a reader of an error wants to know. */
export interface ErrorText {
  /** What failed and how, without a full stop. */
  failed: string;
  /** On what: the call, the resource, the option. */
  on: string;
  /** What to try, one sentence or two. */
  remedy: string;
  cause?: unknown;
}

/**
 * Base of all errors of this library. The message says what failed, on what, and what to try;
 * it never holds a key or user data.
 */
export abstract class ScwInfraError extends Error {
  abstract readonly code: ScwInfraErrorCode;
  readonly on: string;
  readonly remedy: string;

  constructor(text: ErrorText) {
    super(`${text.failed} (${text.on}). ${text.remedy}`, { cause: text.cause });
    this.name = new.target.name;
    this.on = text.on;
    this.remedy = text.remedy;
  }
}
