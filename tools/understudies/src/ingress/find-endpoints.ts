import type { ClusterState, EndpointSlice, IngressPath } from './cluster-objects.ts';

/**
 * `address:port` of the ready endpoints behind a backend.
 *
 * @returns a text when the backend cannot be routed to: why
 */
export function findEndpoints(
  { services, slices }: Pick<ClusterState, 'services' | 'slices'>,
  namespace: string,
  backend: IngressPath['backend'],
): string[] | string {
  const wanted = backend.service;
  if (wanted === undefined) return 'its backend is no Service';
  const service = services.get(`${namespace}/${wanted.name}`);
  if (service === undefined) return `there is no Service ${wanted.name}`;
  if (service.spec.type === 'ExternalName') return `the Service ${wanted.name} is an ExternalName`;
  const port = service.spec.ports?.find(({ name, port: number }) =>
    wanted.port?.number === undefined ? name === wanted.port?.name : number === wanted.port.number,
  );
  if (port === undefined)
    return `the Service ${wanted.name} has no port ${wanted.port?.name ?? wanted.port?.number ?? ''}`;
  // The real one would speak HTTPS to such a port.
  if (port.port === 443 || port.name?.startsWith('https') === true)
    return `HTTPS to the Service ${wanted.name} is not played`;
  const mine = [...slices.values()].filter(
    ({ metadata }) =>
      metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === wanted.name,
  );
  return [...new Set(mine.flatMap((slice) => endpointsOf(slice, port.name ?? '')))].toSorted();
}

function endpointsOf({ ports, endpoints }: EndpointSlice, portName: string): string[] {
  const port = ports?.find(({ name }) => (name ?? '') === portName)?.port;
  if (port === undefined) return [];
  return (endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses)
    .map((address) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`));
}
