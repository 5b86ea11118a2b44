/**
 * How long the real service takes, in milliseconds: medians of recorded traffic (facts/scaleway.md, section 2,
 * "Measured durations").
 */
export const powerOnMs = 5_000;
export const terminateMs = 5_000;
/** An IP attached to a running server: "a dynamic IP took ~13 s" (facts/scaleway.md, section 3). */
export const attachAddressMs = 13_000;

// Assumption: poweroff and stop_in_place take as long as terminate, 5 s.
export const powerOffMs = 5_000;
// Assumption: a reboot takes a stop and a start, 10 s.
export const rebootMs = 10_000;
// Assumption: a security group is `syncing` for 1 s after a change.
export const syncSecurityGroupMs = 1_000;
// Assumption: a block volume is `creating`, `resizing`, `updating` or `deleting` for 1 s.
export const changeVolumeMs = 1_000;
// Assumption: a block volume is `attaching` to a running server for 1 s.
export const attachVolumeMs = 1_000;
// Assumption: an SBS volume stays `in_use` with a `detaching` reference for 1 s after its server is gone.
export const detachVolumeMs = 1_000;
// Assumption: a DNS zone is `pending` for 3 s after a change; seconds were seen, not counted.
export const changeDnsZoneMs = 3_000;

/** A cluster without pools until it is `pool_required`. */
export const createClusterMs = 5_000;
/** From the first pool to the cluster's `ready` [pool-basic#12, #15]. */
export const openClusterApiMs = 74_000;
/** From a node's creation to its `ready` [pool-basic#17]. */
export const joinNodeMs = 45_000;
/** The first pool of a cluster until it is `ready`. */
export const firstPoolMs = 158_000;
/** A later pool was ready within 49 s of its creation [pool-basic#79]. */
export const laterPoolMs = 48_000;
/** Also what it takes to drain and remove nodes. */
export const deletePoolMs = 76_000;
export const deleteClusterMs = 5_000;
/** From the order to `ready` [cluster-upgrade-pools-with-cluster#46, #48]. */
export const upgradeClusterMs = 67_000;
/** From the cluster's `ready` to the pool's `scaling` [cluster-upgrade-pools-with-cluster#48, #62]. */
export const upgradePoolMs = 32_000;
/** A load balancer is `to_create` for so long [lb-basic#2, #3]. */
export const takeLoadBalancerMs = 200;
/** From `creating` to `ready`, by the times in the answers [lb-basic#3, #4]. */
export const createLoadBalancerMs = 2_500;
// Assumption: a load balancer is `deleting` for 3 s.
export const deleteLoadBalancerMs = 3_000;
// Assumption: the addresses of a node are held in its Private Network for 10 s after the node is gone.
export const releaseAddressesMs = 10_000;
