import {
  ApiError,
  outOfStock,
  permissionsDenied,
  quotasExceeded,
  transientState,
} from '../http/api-error.ts';
import type { FaultKind } from './fault.ts';

/** The answer of a fault that answers: bodies as recorded (facts/scaleway.md, section 2, "Errors"). */
export function faultAnswer(
  kind: Exclude<FaultKind, 'reply_lost' | 'hang'>,
  request: { method: string; path: string },
): ApiError {
  const { resource, id, permission } = resourceOf(request.path);
  switch (kind) {
    case 'too_many_requests':
      return new ApiError(429, undefined);
    case 'server_error':
      return new ApiError(
        500,
        request.path.startsWith('/instance/')
          ? { type: 'server_error', message: 'Internal error' }
          : { message: 'internal error' },
      );
    case 'upstream_timeout':
      return new ApiError(503, { message: 'upstream request timeout' });
    case 'permissions_denied':
      return permissionsDenied(request.method === 'GET' ? 'read' : 'write', permission);
    case 'transient_state':
      // Assumption: Instance, IAM, Block, Domains, VPC, Kapsule and Load Balancer answer 409 in the form recorded for the VPC gateway.
      return transientState(resource, id, 'configuring');
    case 'out_of_stock':
      return outOfStock(resource);
    case 'quotas_exceeded':
      // Assumption: quotas of all APIs are refused in the form recorded for projects, with limit 25.
      return quotasExceeded(resource, 25);
  }
}

const resources: Record<string, { resource: string; permission: string }> = {
  '/instance/servers': { resource: 'instance_server', permission: 'compute_servers' },
  '/instance/ips': { resource: 'instance_ip', permission: 'compute_ips' },
  '/instance/security_groups': { resource: 'instance_security_group', permission: 'compute_security_groups' },
  '/instance/volumes': { resource: 'instance_volume', permission: 'compute_volumes' },
  '/block/volumes': { resource: 'volume', permission: 'block_volumes' },
  '/domain/dns-zones': { resource: 'dns_zone', permission: 'domain_dns_zones' },
  '/vpc/vpcs': { resource: 'vpc', permission: 'vpc_vpcs' },
  '/vpc/private-networks': { resource: 'private_network', permission: 'vpc_private_networks' },
  '/k8s/pools': { resource: 'pool', permission: 'kubernetes_pools' },
  '/k8s/nodes': { resource: 'node', permission: 'kubernetes_nodes' },
  '/k8s/clusters': { resource: 'cluster', permission: 'kubernetes_clusters' },
  '/lb/lbs': { resource: 'lb', permission: 'load_balancers' },
  '/lb/ips': { resource: 'ip', permission: 'load_balancers' },
  '/iam/quota': { resource: 'quotum', permission: 'quota' },
  '/iam/ssh-keys': { resource: 'ssh_key', permission: 'ssh_keys' },
};

function resourceOf(path: string): { resource: string; permission: string; id: string } {
  const [, api = '', ...segments] = path.split('/');
  for (const [index, collection] of segments.entries()) {
    const found = resources[`/${api}/${collection}`];
    if (found !== undefined) return { ...found, id: segments[index + 1] ?? '' };
  }
  return { resource: api, permission: api, id: '' };
}
