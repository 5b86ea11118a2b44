import type { DelegationFacts } from './delegation-facts.ts';
import type { DelegationFinding } from './delegation-finding.ts';
import { findDelegationFaults } from './find-delegation-faults.ts';
import { DelegationReader, type DelegationOptions } from './read-delegation.ts';

/** How a zone is delegated and what is wrong with that. */
export interface DelegationReport {
  readonly facts: DelegationFacts;
  /** Empty when all is well. */
  readonly findings: readonly DelegationFinding[];
}

/**
 * Checks the delegation of a zone from outside: walks down from the root, or from the servers of the parent that
 * are given, asks every server of the parent and every address of every name server, and compares.
 *
 * @throws {@link WalkFailedError} when the parent of the zone cannot be found
 * @throws the reason of the signal when it ends the check
 *
 * @example
 * const { findings } = await checkDelegation('hunt.example.org');
 * for (const { message, remedy } of findings) console.log(`${message} ${remedy}`);
 */
export async function checkDelegation(
  zone: string,
  options: DelegationOptions = {},
): Promise<DelegationReport> {
  const facts = await new DelegationReader(zone, options).read();
  return { facts, findings: findDelegationFaults(facts) };
}
