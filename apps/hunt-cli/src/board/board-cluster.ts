import type { DesiredCluster } from '@wescale/scw-infra';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { ScalewayConnection } from '../environment/scaleway-connection.ts';
import type { Board } from './board.ts';

/** The Kapsule cluster of a board. */
export function desiredCluster(
  { clusterName, tag }: Board,
  { board: { kubernetes, pool } }: Pick<Hunt, 'board'>,
  { zone }: Pick<ScalewayConnection, 'zone'>,
  privateNetworkId: string,
): DesiredCluster {
  return {
    ...{ name: clusterName, tag, privateNetworkId, version: kubernetes.version, cni: kubernetes.cni },
    pools: [
      {
        name: 'default',
        nodeType: pool.type,
        zone,
        size: pool.size,
        ...(pool.autoscaling === undefined ? {} : { autoscaling: pool.autoscaling }),
      },
    ],
  };
}
