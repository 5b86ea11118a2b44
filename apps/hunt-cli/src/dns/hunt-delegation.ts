import { planDelegationRemoval } from '@wescale/scw-infra';
import type { ActualDelegation, DelegationChange, DesiredDelegation } from '@wescale/scw-infra';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { splitSentence } from '../scaleway/planned-changes.ts';
import { nameServerOf } from './hunt-zone.ts';

/** What the parent zone shall say of the subdomain: who its name servers are, the game master and the secondaries. */
export function huntDelegation(
  { domain, dns }: Pick<Hunt, 'domain' | 'dns'>,
  address: string,
): DesiredDelegation {
  const secondaries = dns.secondaries.map((secondary) => ({
    name: secondary.name,
    address: secondary.address,
  }));
  return { domain, nameServers: [{ name: nameServerOf(domain), address }, ...secondaries] };
}

/** A change of the parent zone as hunt shows it. */
export function toPlannedChange({ action, recordSet, sentence }: DelegationChange): PlannedChange {
  return { action, resource: `record-set:${recordSet.name} ${recordSet.type}`, ...splitSentence(sentence) };
}

/**
 * What of the delegation goes with the game master (pure). A delegation that leads to somebody else's address stays:
 * another hunt has taken the subdomain over.
 *
 * @param addresses of the game master, as far as it still has any
 */
export function planDelegationEnd(
  actual: ActualDelegation,
  addresses: readonly string[],
): { changes: DelegationChange[]; notice?: string } {
  const glue = actual.recordSets.filter(({ type }) => type !== 'NS').flatMap(({ data }) => data);
  const others = glue.filter((address) => !addresses.includes(address));
  const isOthers = addresses.length > 0 && glue.length > 0 && others.length === glue.length;
  if (!isOthers) return { changes: planDelegationRemoval(actual) };
  const notice = `the delegation in ${actual.parentZone} stays: it leads to ${others.join(', ')}, which is not this hunt's`;
  return { changes: [], notice };
}
