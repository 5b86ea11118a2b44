import { isDeepStrictEqual } from 'node:util';

import type { ApiServer } from '../kubernetes/api-server.ts';
import { mergeObject } from '../kubernetes/write-objects.ts';
import type { ClusterState, LoadBalancerAddress } from './cluster-objects.ts';

/** Which addresses each Ingress should show and does not; pure. */
export function planAddresses(
  state: Pick<ClusterState, 'ingresses' | 'services'>,
  ours: readonly string[],
  publishedService: string,
): { key: string; addresses: LoadBalancerAddress[] }[] {
  const published = state.services.get(publishedService)?.status?.loadBalancer?.ingress ?? [];
  const addresses = published.map(({ ip, hostname }) => ({
    ...(ip === undefined ? {} : { ip }),
    ...(hostname === undefined ? {} : { hostname }),
  }));
  // A Service without an address has not got one yet; what Ingresses say until then stays.
  if (addresses.length === 0) return [];
  return ours
    .filter((key) => {
      const shown = state.ingresses.get(key)?.status?.loadBalancer?.ingress ?? [];
      return !isDeepStrictEqual(shown, addresses);
    })
    .map((key) => ({ key, addresses }));
}

export async function publishAddresses(
  server: ApiServer,
  changes: ReturnType<typeof planAddresses>,
): Promise<void> {
  for (const { key, addresses } of changes) {
    const [namespace = '', name = ''] = key.split('/');
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}/status`;
    await mergeObject(server, path, { status: { loadBalancer: { ingress: addresses } } });
  }
}
