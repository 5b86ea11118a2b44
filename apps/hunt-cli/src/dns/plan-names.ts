import { isIPv6 } from 'node:net';
import { isSameName, type UpdateStep, type ZoneRecord } from '@wescale/bind9-zone';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { HuntName } from './hunt-zone.ts';

/** One address record to set, with the steps of the UPDATE that set it. */
export interface NameChange extends PlannedChange {
  steps: UpdateStep[];
}

const usualTtlSeconds = 300;

/**
 * Which address records have to change (pure). Only the names that are wanted are looked at: others belong to whoever
 * published them.
 *
 * @param records of the zone; undefined when it cannot be read yet
 */
export function planNames(
  records: readonly Pick<ZoneRecord, 'name' | 'type' | 'data'>[] | undefined,
  wanted: readonly HuntName[],
): NameChange[] {
  return wanted.flatMap(({ name, address, ttlSeconds = usualTtlSeconds }): NameChange[] => {
    const type = isIPv6(address) ? 'AAAA' : 'A';
    const present = (records ?? [])
      .filter((record) => record.type === type && isSameName(record.name, name))
      .map((record) => record.data);
    if (present.length === 1 && present[0] === address) return [];
    const summary = `publish ${name} ${type} ${address}`;
    const change = {
      resource: `name:${name}`,
      steps: [
        { kind: 'delete-set' as const, name, type },
        { kind: 'add' as const, name, type, ttlSeconds, data: address },
      ],
    };
    if (present.length === 0) {
      const reason = records === undefined ? 'its zone cannot be read yet' : 'it has no address';
      return [{ ...change, action: 'create', summary, reason }];
    }
    const reason = `it has ${present.join(', ')}`;
    return [{ ...change, action: 'update', summary, reason }];
  });
}
