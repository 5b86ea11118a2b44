export {
  createScalewayClient,
  type ScalewayClient,
  type ScalewayClientOptions,
} from './client/scaleway-client.ts';
export type { RetryEvent } from './client/http-client.ts';
export type { RetryPolicy, RetryReason } from './client/retry.ts';

export type { DesiredInfra, SecurityRule } from './desired.ts';
export type { Identity, ResourceKind, ResourceRef } from './resource.ts';
export type { OperationOptions, ProgressEvent } from './progress.ts';

export { readInfra } from './read/read-infra.ts';
export type {
  ActualInfra,
  ActualIp,
  ActualSecurityGroup,
  ActualServer,
  ActualSshKey,
  ActualVolume,
  Offer,
} from './read/actual.ts';

export { planInfra, type PlanOptions } from './plan/plan-infra.ts';
export type { Allowance, Blocker, ChangeStep, ExistingIds, InfraChange, InfraPlan } from './plan/change.ts';

export { applyInfra, type Deployment } from './apply/apply-infra.ts';
export { deleteUserData, isUserDataRemoved, readUserData } from './user-data/user-data.ts';

export { readDelegation } from './delegation/read-delegation.ts';
export { planDelegation, planDelegationRemoval } from './delegation/plan-delegation.ts';
export { applyDelegation } from './delegation/apply-delegation.ts';
export type {
  ActualDelegation,
  DelegationChange,
  DesiredDelegation,
  RecordSet,
} from './delegation/delegation.ts';

export { readPrivateNetwork } from './private-network/read-private-network.ts';
export { planPrivateNetwork, planPrivateNetworkRemoval } from './private-network/plan-private-network.ts';
export { applyPrivateNetwork } from './private-network/apply-private-network.ts';
export { listPrivateNetworks } from './private-network/list-private-networks.ts';
export type {
  ActualPrivateNetwork,
  DesiredPrivateNetwork,
  PrivateNetwork,
  PrivateNetworkChange,
} from './private-network/private-network.ts';

export { readCluster } from './cluster/read-cluster.ts';
export { planCluster } from './cluster/plan-cluster.ts';
export { applyCluster, type ApplyClusterOptions } from './cluster/apply-cluster.ts';
export { readClusterKubeconfig } from './cluster/read-kubeconfig.ts';
export { waitForClusterApi, type ProbeClusterApi } from './cluster/wait-for-cluster-api.ts';
export type { DrainNodes } from './cluster/cluster-run.ts';
export type { ClusterChange, ClusterPlan, ClusterStep } from './cluster/cluster-change.ts';
export type {
  ActualCluster,
  Cluster,
  ClusterKey,
  ClusterNode,
  DesiredCluster,
  DesiredPool,
  Pool,
} from './cluster/cluster.ts';

export { listClusters } from './cluster/list-tagged-clusters.ts';

export { checkClusterOffer } from './cluster-offer/check-cluster-offer.ts';
export type { ClusterOffer, ClusterWorkload } from './cluster-offer/cluster-offer.ts';
export { listUnclaimed, readClusterInventory } from './cluster-sweep/read-cluster-inventory.ts';
export { destroyCluster } from './cluster-sweep/destroy-cluster.ts';
export type { ClusterIdentity } from './cluster-sweep/cluster-identity.ts';

export { readInventory, type InventoryItem } from './inventory/read-inventory.ts';
export { planDestroy, type DestroyChange } from './destroy/plan-destroy.ts';
export { destroyInfra } from './destroy/destroy-infra.ts';

export { ScwInfraError, type ScwInfraErrorCode } from './errors/scw-infra-error.ts';
export {
  InvalidOption,
  InventoryNotEmpty,
  NodeFailed,
  OperationAborted,
  ParentZoneNotFound,
  PlanBlocked,
  StartFailed,
  WaitTimeout,
} from './errors/run-errors.ts';
export {
  AlreadyExists,
  CallTimeout,
  InvalidRequest,
  NetworkFailure,
  OutOfStock,
  PreconditionFailed,
  QuotaExceeded,
  ResourceLocked,
  ResourceNotFound,
  ScalewayAuthenticationDenied,
  ScalewayCallError,
  ScalewayPermissionDenied,
  ScalewayUnavailable,
  TooManyRequests,
  TransientState,
  UnexpectedAnswer,
  type FailedCall,
  type InvalidArgument,
  type MissingPermission,
} from './errors/call-errors.ts';
