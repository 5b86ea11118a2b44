import type { ZoneRecord } from '@wescale/bind9-zone';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { huntNames, huntNameServers } from './hunt-zone.ts';
import { planNameServers } from './plan-name-servers.ts';
import { planNames, type NameChange } from './plan-names.ts';

/**
 * What of the zone has to change (pure).
 *
 * @param records undefined when they cannot be read yet
 * @param address of the game master
 */
export function planRecords(
  records: readonly Pick<ZoneRecord, 'name' | 'type' | 'data'>[] | undefined,
  hunt: Hunt,
  address: string,
): NameChange[] {
  return [
    ...planNames(records, huntNames(hunt, address)),
    ...planNameServers(records, hunt.domain, huntNameServers(hunt)),
  ];
}
