import { conditionsOf, type Condition } from '../client/wire.ts';
import type { Cluster } from '../clusters/clusters.ts';

/** What Rancher's own tests wait for after an import (rancher/shepherd extensions/clusters/import.go). */
export const importConditions: readonly string[] = [
  'AgentDeployed',
  'Ready',
  'SystemAccountCreated',
  'ServiceAccountSecretsMigrated',
];

/** The conditions of an import that are not True; one Rancher does not mention yet is Unknown. */
export function missingConditions(cluster: Pick<Cluster, 'conditions'>): Condition[] {
  const known = conditionsOf(cluster.conditions);
  return importConditions
    .map((type) => known.find((condition) => condition.type === type) ?? { type, status: 'Unknown' })
    .filter(({ status }) => status !== 'True');
}
