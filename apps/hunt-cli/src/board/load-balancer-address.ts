import type { Helm } from '@wescale/helm-release';
import { readApi } from './read-api.ts';

interface Service {
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
}

/** The address of the load balancer of a Service; undefined until there is one. */
export async function readLoadBalancerAddress(
  helm: Helm,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/services/${name}`;
  const service = await readApi<Service>(helm, path, signal);
  return service?.status?.loadBalancer?.ingress?.find(({ ip }) => ip !== undefined)?.ip;
}
