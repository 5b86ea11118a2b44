import { createVolume } from './block/volumes/create-volume.ts';
import { deleteVolume } from './block/volumes/delete-volume.ts';
import { getVolume } from './block/volumes/get-volume.ts';
import { listVolumes } from './block/volumes/list-volumes.ts';
import { updateVolume } from './block/volumes/update-volume.ts';
import { listNameServers } from './domain/name-servers/list-name-servers.ts';
import { updateNameServers } from './domain/name-servers/update-name-servers.ts';
import { clearRecords } from './domain/records/clear-records.ts';
import { listRecords } from './domain/records/list-records.ts';
import { updateRecords } from './domain/records/update-records.ts';
import { createDnsZone } from './domain/zones/create-dns-zone.ts';
import { deleteDnsZone } from './domain/zones/delete-dns-zone.ts';
import { listDnsZones } from './domain/zones/list-dns-zones.ts';
import { refreshDnsZone } from './domain/zones/refresh-dns-zone.ts';
import { getQuotum } from './iam/quota/get-quotum.ts';
import { listQuota } from './iam/quota/list-quota.ts';
import { createSshKey } from './iam/ssh-keys/create-ssh-key.ts';
import { deleteSshKey } from './iam/ssh-keys/delete-ssh-key.ts';
import { getSshKey } from './iam/ssh-keys/get-ssh-key.ts';
import { listSshKeys } from './iam/ssh-keys/list-ssh-keys.ts';
import { updateSshKey } from './iam/ssh-keys/update-ssh-key.ts';
import { getImage } from './instance/images/get-image.ts';
import { listImages } from './instance/images/list-images.ts';
import { createIp } from './instance/ips/create-ip.ts';
import { deleteIp } from './instance/ips/delete-ip.ts';
import { getIp } from './instance/ips/get-ip.ts';
import { listIps } from './instance/ips/list-ips.ts';
import { updateIp } from './instance/ips/update-ip.ts';
import { listAvailability } from './instance/products/list-availability.ts';
import { listCommercialTypes } from './instance/products/list-commercial-types.ts';
import { createRule } from './instance/security-groups/create-rule.ts';
import { createSecurityGroup } from './instance/security-groups/create-security-group.ts';
import { deleteRule } from './instance/security-groups/delete-rule.ts';
import { deleteSecurityGroup } from './instance/security-groups/delete-security-group.ts';
import { getRule } from './instance/security-groups/get-rule.ts';
import { getSecurityGroup } from './instance/security-groups/get-security-group.ts';
import { listRules } from './instance/security-groups/list-rules.ts';
import { listSecurityGroups } from './instance/security-groups/list-security-groups.ts';
import { setRules } from './instance/security-groups/set-rules.ts';
import { updateRule } from './instance/security-groups/update-rule.ts';
import { updateSecurityGroup } from './instance/security-groups/update-security-group.ts';
import { createServer } from './instance/servers/create-server.ts';
import { deleteServer } from './instance/servers/delete-server.ts';
import { getServer } from './instance/servers/get-server.ts';
import { listActions } from './instance/servers/list-actions.ts';
import { listServers } from './instance/servers/list-servers.ts';
import { performAction } from './instance/servers/perform-action.ts';
import { updateServer } from './instance/servers/update-server.ts';
import { deleteUserData } from './instance/user-data/delete-user-data.ts';
import { getUserData } from './instance/user-data/get-user-data.ts';
import { listUserData } from './instance/user-data/list-user-data.ts';
import { setUserData } from './instance/user-data/set-user-data.ts';
import { getInstanceVolume } from './instance/volumes/get-volume.ts';
import { listInstanceVolumes } from './instance/volumes/list-volumes.ts';
import { addAclRules } from './kapsule/acls/add-acl-rules.ts';
import { deleteAclRule } from './kapsule/acls/delete-acl-rule.ts';
import { listAclRules } from './kapsule/acls/list-acl-rules.ts';
import { setAclRules } from './kapsule/acls/set-acl-rules.ts';
import { createCluster } from './kapsule/clusters/create-cluster.ts';
import { deleteCluster } from './kapsule/clusters/delete-cluster.ts';
import { getCluster } from './kapsule/clusters/get-cluster.ts';
import { getKubeconfig } from './kapsule/clusters/get-kubeconfig.ts';
import { listAvailableVersions } from './kapsule/clusters/list-available-versions.ts';
import { listClusters } from './kapsule/clusters/list-clusters.ts';
import { updateCluster } from './kapsule/clusters/update-cluster.ts';
import { upgradeCluster } from './kapsule/clusters/upgrade-cluster.ts';
import { deleteNode } from './kapsule/nodes/delete-node.ts';
import { getNode } from './kapsule/nodes/get-node.ts';
import { listNodes } from './kapsule/nodes/list-nodes.ts';
import { rebootNode } from './kapsule/nodes/reboot-node.ts';
import { replaceNode } from './kapsule/nodes/replace-node.ts';
import { createPool } from './kapsule/pools/create-pool.ts';
import { deletePool } from './kapsule/pools/delete-pool.ts';
import { getPool } from './kapsule/pools/get-pool.ts';
import { listPools } from './kapsule/pools/list-pools.ts';
import { updatePool } from './kapsule/pools/update-pool.ts';
import { upgradePool } from './kapsule/pools/upgrade-pool.ts';
import { getVersion } from './kapsule/versions/get-version.ts';
import { listVersions } from './kapsule/versions/list-versions.ts';
import { createLoadBalancerIp } from './lb/ips/create-ip.ts';
import { getLoadBalancerIp } from './lb/ips/get-ip.ts';
import { listLoadBalancerIps } from './lb/ips/list-ips.ts';
import { releaseLoadBalancerIp } from './lb/ips/release-ip.ts';
import { updateLoadBalancerIp } from './lb/ips/update-ip.ts';
import { createLoadBalancer } from './lb/load-balancers/create-load-balancer.ts';
import { deleteLoadBalancer } from './lb/load-balancers/delete-load-balancer.ts';
import { getLoadBalancer } from './lb/load-balancers/get-load-balancer.ts';
import { listLoadBalancers } from './lb/load-balancers/list-load-balancers.ts';
import { listLoadBalancerNetworks } from './lb/load-balancers/list-private-networks.ts';
import { updateLoadBalancer } from './lb/load-balancers/update-load-balancer.ts';
import { getLocalImage } from './marketplace/local-images/get-local-image.ts';
import { listLocalImages } from './marketplace/local-images/list-local-images.ts';
import { createPrivateNetwork } from './vpc/private-networks/create-private-network.ts';
import { deletePrivateNetwork } from './vpc/private-networks/delete-private-network.ts';
import { getPrivateNetwork } from './vpc/private-networks/get-private-network.ts';
import { listPrivateNetworks } from './vpc/private-networks/list-private-networks.ts';
import { updatePrivateNetwork } from './vpc/private-networks/update-private-network.ts';
import { createVpc } from './vpc/vpcs/create-vpc.ts';
import { deleteVpc } from './vpc/vpcs/delete-vpc.ts';
import { getVpc } from './vpc/vpcs/get-vpc.ts';
import { listVpcs } from './vpc/vpcs/list-vpcs.ts';
import type { Route } from './http/route.ts';

/** Every operation that is played, one file each. */
export const routes: readonly Route[] = [
  createVolume,
  deleteVolume,
  getVolume,
  listVolumes,
  updateVolume,
  listNameServers,
  updateNameServers,
  clearRecords,
  listRecords,
  updateRecords,
  createDnsZone,
  deleteDnsZone,
  listDnsZones,
  refreshDnsZone,
  getQuotum,
  listQuota,
  createSshKey,
  deleteSshKey,
  getSshKey,
  listSshKeys,
  updateSshKey,
  getImage,
  listImages,
  createIp,
  deleteIp,
  getIp,
  listIps,
  updateIp,
  listAvailability,
  listCommercialTypes,
  createRule,
  createSecurityGroup,
  deleteRule,
  deleteSecurityGroup,
  getRule,
  getSecurityGroup,
  listRules,
  listSecurityGroups,
  setRules,
  updateRule,
  updateSecurityGroup,
  createServer,
  deleteServer,
  getServer,
  listActions,
  listServers,
  performAction,
  updateServer,
  deleteUserData,
  getUserData,
  listUserData,
  setUserData,
  getInstanceVolume,
  listInstanceVolumes,
  addAclRules,
  deleteAclRule,
  listAclRules,
  setAclRules,
  createCluster,
  deleteCluster,
  getCluster,
  getKubeconfig,
  listAvailableVersions,
  listClusters,
  updateCluster,
  upgradeCluster,
  deleteNode,
  getNode,
  listNodes,
  rebootNode,
  replaceNode,
  createPool,
  deletePool,
  getPool,
  listPools,
  updatePool,
  upgradePool,
  getVersion,
  listVersions,
  createLoadBalancerIp,
  getLoadBalancerIp,
  listLoadBalancerIps,
  releaseLoadBalancerIp,
  createLoadBalancer,
  deleteLoadBalancer,
  getLoadBalancer,
  listLoadBalancers,
  listLoadBalancerNetworks,
  updateLoadBalancer,
  updateLoadBalancerIp,
  getLocalImage,
  listLocalImages,
  createPrivateNetwork,
  deletePrivateNetwork,
  getPrivateNetwork,
  listPrivateNetworks,
  updatePrivateNetwork,
  createVpc,
  deleteVpc,
  getVpc,
  listVpcs,
];
