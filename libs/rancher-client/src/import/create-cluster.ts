import type { CallOptions } from '../client/client-options.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { findCluster, type Cluster } from '../clusters/clusters.ts';

/** A cluster that exists and is to be imported. */
export interface ImportDesired {
  /** As Rancher is to call it. */
  name: string;
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  /** Environment of the agent, such as proxies. */
  agentEnvVars?: readonly { name: string; value: string }[];
  /** Replaces the agent of another Rancher that is in the cluster. @default false: it is an error */
  replacesForeignAgent?: boolean;
}

/**
 * Makes the entry of a cluster to be imported: one without the configuration of any provider.
 *
 * @throws RequestRefusedError, for a name that is taken or that Rancher does not take, too
 */
export function createCluster(
  rancher: RancherClient,
  { name, labels, annotations, agentEnvVars }: ImportDesired,
  options: CallOptions = {},
): Promise<Cluster> {
  const body = {
    type: 'cluster',
    name,
    ...(agentEnvVars === undefined ? {} : { agentEnvVars }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const call = { task: `make the cluster ${name}`, method: 'POST', path: ['v3', 'clusters'] } as const;
  const send = async (): Promise<Cluster> =>
    (await rancher.json({ ...call, body, signal: options.signal })) as Cluster;
  return lookBeforeRepeat(rancher, send, () => findCluster(rancher, name, options), options);
}
