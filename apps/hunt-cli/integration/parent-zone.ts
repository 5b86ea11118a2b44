import {
  applyDelegation,
  createScalewayClient,
  readDelegation,
  type DelegationChange,
  type RecordSet,
} from '@wescale/scw-infra';
import type { StageDescription } from '@wescale/stage';

/** The zone above a subdomain, edited past hunt, as somebody in Scaleway's console would. */
export interface ParentZone {
  /** What it says of the subdomain, as `name TYPE data`. */
  read(): Promise<string[]>;
  set(name: string, type: RecordSet['type'], ...data: string[]): Promise<void>;
  remove(name: string, type: RecordSet['type']): Promise<void>;
}

export function openParentZone(stage: StageDescription, domain: string): ParentZone {
  const { parentZone } = stage;
  const client = createScalewayClient(stage);
  const change = (action: DelegationChange['action'], recordSet: RecordSet) =>
    applyDelegation(client, [{ action, parentZone, recordSet, sentence: '' }]);
  return {
    async read() {
      const { recordSets } = await readDelegation(client, { domain, nameServers: [] });
      return recordSets.map(({ name, type, data }) => `${name} ${type} ${data.join(' ')}`).toSorted();
    },
    set: (name, type, ...data) => change('update', { name, type, data, ttlSeconds: 300 }),
    remove: (name, type) => change('delete', { name, type, data: [], ttlSeconds: 300 }),
  };
}
