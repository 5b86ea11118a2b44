import { apiTime } from '../../http/timestamps.ts';
import type { Cluster } from '../../state/cluster.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';
import { upgradeVersions } from '../versions/upgrade-versions.ts';

/** Where a cluster's API answers. */
export const urlOf = (world: World, cluster: Cluster): string =>
  `https://${cluster.id}.api.k8s.${regionOf(world)}.scw.cloud:6443`;

/** A cluster, with the fields of July 2026 [cluster-private-network#5 to #7]. */
export function presentCluster(world: World, cluster: Cluster): object {
  const region = regionOf(world);
  return {
    region,
    id: cluster.id,
    organization_id: world.account.organizationId,
    project_id: world.account.projectId,
    created_at: apiTime(cluster.createdAt),
    updated_at: apiTime(cluster.updatedAt),
    type: 'kapsule',
    name: cluster.name,
    description: cluster.description,
    status: cluster.status,
    version: cluster.version,
    cni: cluster.cni,
    tags: cluster.tags,
    cluster_url: urlOf(world, cluster),
    dns_wildcard: `*.${cluster.id}.nodes.k8s.${region}.scw.cloud`,
    autoscaler_config: cluster.autoscalerConfig,
    auto_upgrade: {
      enabled: cluster.autoUpgrade.enabled,
      maintenance_window: { start_hour: cluster.autoUpgrade.startHour, day: cluster.autoUpgrade.day },
    },
    // Assumption: an upgrade is available when a version is offered that the cluster may be upgraded to.
    upgrade_available: upgradeVersions(world.kubernetesVersions, cluster.version).length > 0,
    feature_gates: cluster.featureGates,
    admission_plugins: cluster.admissionPlugins,
    open_id_connect_config: {
      issuer_url: '',
      client_id: '',
      username_claim: '',
      username_prefix: '',
      groups_claim: [],
      groups_prefix: '',
      required_claim: [],
    },
    apiserver_cert_sans: cluster.apiserverCertSans,
    private_network_id: cluster.privateNetworkId,
    commitment_ends_at: apiTime(cluster.createdAt),
    acl_available: true,
    iam_nodes_group_id: cluster.iamNodesGroupId,
    pod_cidr: cluster.podCidr,
    service_cidr: cluster.serviceCidr,
    service_dns_ip: cluster.serviceDnsIp,
  };
}
