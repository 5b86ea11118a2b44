import type { Domainv2beta1 } from '@scaleway/sdk-domain';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession } from '../client/session.ts';
import type { OperationOptions } from '../progress.ts';
import type { DelegationChange } from './delegation.ts';
import { domainApi } from './domain-api.ts';
import { zoneName } from './read-delegation.ts';

/**
 * Puts the record sets into the parent zone, all in one call, each replaced as a whole: doing it twice is the same as
 * once. A zone is never created by it. Waits until Scaleway has published the zone.
 */
export async function applyDelegation(
  client: ScalewayClient,
  changes: readonly DelegationChange[],
  options: OperationOptions = {},
): Promise<void> {
  const [first] = changes;
  if (first === undefined) return;
  const { parentZone } = first;
  const api = domainApi(client, options.signal);
  const session = openSession(client, options);
  session.progress('delegation', 'set');
  await api.updateDNSZoneRecords({
    dnsZone: parentZone,
    changes: changes.map(toRecordChange),
    returnAllRecords: false,
    // Scaleway would otherwise make a zone out of a name that is mistyped.
    disallowNewZoneCreation: true,
  });
  await session.wait('delegation', 'set', {
    what: `zone ${parentZone} to be published`,
    look: async () => {
      const { dnsZones } = await api.listDNSZones({
        domain: '',
        dnsZones: [parentZone],
        projectId: client.projectId,
      });
      return dnsZones.find((zone) => zoneName(zone) === parentZone)?.status ?? 'gone';
    },
    isDone: (status) => status === 'active',
    describe: (status) => status,
  });
}

function toRecordChange({ action, recordSet }: DelegationChange): Domainv2beta1.RecordChange {
  const { name, type, data, ttlSeconds } = recordSet;
  const idFields = { name, type };
  if (action === 'delete') return { delete: { idFields } };
  const records = data.map((value) => ({ name, type, data: value, ttl: ttlSeconds, priority: 0, id: '' }));
  return { set: { idFields, records } };
}
