import type { Helm } from '@wescale/helm-release';

interface Service {
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
}

/** The address of the load balancer of a Service; undefined until there is one. */
export async function readLoadBalancerAddress(
  { request }: Helm,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/services/${name}`;
  const { status, body } = await request({ method: 'GET', path, signal });
  if (status !== 200) return undefined;
  const service = JSON.parse(body) as Service;
  return service.status?.loadBalancer?.ingress?.find(({ ip }) => ip !== undefined)?.ip;
}
