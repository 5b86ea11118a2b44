import type { K3sConfiguration } from '../desired/k3s-configuration.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';

/** What is still missing for k3s to serve, in words that follow "waiting for"; undefined when nothing is. Pure. */
export function missingOf(
  { service, cluster, nodeName }: Pick<K3sFacts, 'service' | 'cluster' | 'nodeName'>,
  configuration: K3sConfiguration,
  version: string,
): string | undefined {
  if (service.isJobQueued || service.state !== 'active')
    return `the service, which is ${service.state} (${service.subState})`;
  if (!cluster?.isApiReady) return 'the API to say that it is ready';
  // Only the own node counts: those that a restored back-up remembers from another host never come back.
  const node = cluster.nodes.find(({ name }) => name === nodeName);
  if (!node) return `node ${nodeName} to register`;
  if (!node.isReady) return `node ${nodeName} to be ready: ${node.reason}`;
  if (node.version !== version) return `node ${nodeName} to say ${version}, not ${node.version}`;
  if (!cluster.hasDefaultServiceAccount) return 'the default ServiceAccount';
  const hasCoreDns = !configuration.disable?.includes('coredns');
  if (hasCoreDns && !cluster.isCoreDnsAvailable) return 'CoreDNS to be available';
  return undefined;
}
