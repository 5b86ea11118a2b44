import { commercialTypeName } from '../cluster/pool-identity.ts';

/**
 * The names of quotas. Those of commercial types are in public code that reads them; the others were never seen, so that
 * one that is not found is unknown rather than used up.
 */
export const quotaNames = {
  clusters: 'k8s_clusters',
  loadBalancers: 'lb_lbs',
  loadBalancerIps: 'lb_ips',
  volumes: 'sbs_volumes',
  ips: 'cp_ips',
} as const;

export const serverQuotaName = (nodeType: string): string =>
  `cp_servers_type_${commercialTypeName(nodeType).replaceAll('-', '_')}`;
