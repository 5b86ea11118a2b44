import type { ScalewayClient } from '../client/scaleway-client.ts';
import type { OperationOptions } from '../progress.ts';
import { openClusterSession } from './cluster-session.ts';

/**
 * The cluster's admin kubeconfig, as YAML. It holds a secret. It can be had before its address leads anywhere: see
 * {@link waitForClusterApi}.
 *
 * @throws {TransientState} while the cluster is still being created
 * @throws {ScwInfraError} of the failed call
 */
export async function readClusterKubeconfig(
  client: ScalewayClient,
  clusterId: string,
  options: OperationOptions = {},
): Promise<string> {
  const { kubernetes } = openClusterSession(client, options);
  const blob = await kubernetes.getClusterKubeConfig({ clusterId });
  return blob.text();
}
