import type { ActualDelegation, DelegationChange, DesiredDelegation, RecordSet } from './delegation.ts';
import { desiredRecordSets } from './record-sets.ts';

/**
 * Decides which record sets of the parent zone to replace, and which to take out: addresses at or below the subdomain
 * that no name server has any more would be wrong glue. Pure.
 */
export function planDelegation(actual: ActualDelegation, desired: DesiredDelegation): DelegationChange[] {
  const { parentZone } = actual;
  const wanted = desiredRecordSets(desired, parentZone);
  const set = wanted.flatMap((recordSet): DelegationChange[] => {
    const present = actual.recordSets.find((found) => isSameSet(found, recordSet));
    const what = `${recordSet.type} of ${recordSet.name}.${parentZone} in ${parentZone}`;
    if (present === undefined) {
      const reason = recordSet.type === 'NS' ? 'it is not delegated' : 'its name server has no glue';
      return [{ action: 'create', parentZone, recordSet, sentence: `create ${what}: ${reason}` }];
    }
    const differences = describeDifferences(present, recordSet);
    if (differences.length === 0) return [];
    return [
      { action: 'update', parentZone, recordSet, sentence: `update ${what}: ${differences.join(', ')}` },
    ];
  });
  const stale = actual.recordSets.filter((found) => !wanted.some((recordSet) => isSameSet(found, recordSet)));
  return [...set, ...stale.map((recordSet) => planRemoval(parentZone, recordSet, 'no name server has it'))];
}

/** Takes the whole delegation out of the parent zone. Pure. */
export function planDelegationRemoval({ parentZone, recordSets }: ActualDelegation): DelegationChange[] {
  return recordSets.map((recordSet) => planRemoval(parentZone, recordSet, 'the subdomain goes'));
}

function planRemoval(parentZone: string, recordSet: RecordSet, reason: string): DelegationChange {
  const what = `${recordSet.type} of ${recordSet.name}.${parentZone} in ${parentZone}`;
  return { action: 'delete', parentZone, recordSet, sentence: `delete ${what}: ${reason}` };
}

function isSameSet(left: RecordSet, right: RecordSet): boolean {
  return left.name === right.name && left.type === right.type;
}

function describeDifferences(present: RecordSet, wanted: RecordSet): string[] {
  const [now, then] = [present.data.join(' '), wanted.data.join(' ')];
  return [
    ...(now === then ? [] : [`${now} → ${then}`]),
    ...(present.ttlSeconds === wanted.ttlSeconds
      ? []
      : [`TTL ${present.ttlSeconds} → ${wanted.ttlSeconds} s`]),
  ];
}
