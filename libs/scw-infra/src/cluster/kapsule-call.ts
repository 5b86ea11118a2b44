import type { FailedCall } from '../errors/call-errors.ts';
import type { ClusterSession } from './cluster-session.ts';

/** The call that showed that a wait is in vain. @param path below that of the region: `clusters/<id>` */
export const kapsuleCall = ({ client }: ClusterSession, doing: string, path: string): FailedCall => ({
  doing,
  method: 'GET',
  path: `/k8s/v1/regions/${client.region}/${path}`,
});
