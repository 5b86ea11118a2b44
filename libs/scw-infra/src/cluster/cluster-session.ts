import { K8Sv1 } from '@scaleway/sdk-k8s';
import { Lbv1 } from '@scaleway/sdk-lb';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession, type Session } from '../client/session.ts';
import type { OperationOptions } from '../progress.ts';

/** An operation on a cluster under way. */
export interface ClusterSession extends Session {
  readonly kubernetes: InstanceType<typeof K8Sv1.API>;
  readonly loadBalancers: InstanceType<typeof Lbv1.ZonedAPI>;
}

/** A pool was ready 158 s after its creation in the median, 657 s at most; the official Go SDK grants 15 minutes. */
const poolWaitMs = 900_000;

export function openClusterSession(client: ScalewayClient, options: OperationOptions = {}): ClusterSession {
  const { waitTimeoutMs = poolWaitMs } = options;
  const sdk = client.sdkClient(options.signal);
  return {
    ...openSession(client, { ...options, waitTimeoutMs }),
    kubernetes: new K8Sv1.API(sdk),
    loadBalancers: new Lbv1.ZonedAPI(sdk),
  };
}
