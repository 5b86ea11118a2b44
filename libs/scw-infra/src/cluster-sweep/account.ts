import type { Cluster, Pool } from '../cluster/cluster.ts';
import type { InventoryItem } from '../inventory/read-inventory.ts';
import type { PrivateNetwork } from '../private-network/private-network.ts';

/** One thing of the account that a cluster may have made. */
export interface AccountThing extends InventoryItem {
  zone: string;
  tags: string[];
  /** Of the cluster that its name or its tags speak of, existing or not. */
  clusterId?: string;
  /** Private networks it is attached to, as far as they are known. */
  networkIds: string[];
  /** What uses it: of a volume and an IP the Instance, of an IP the load balancer, of a security group its Instances. */
  heldBy: string[];
  /** Of an Instance. */
  rootVolumeId?: string;
  /** Of an Instance. */
  commercialType?: string;
  /** Whether it takes changes now. */
  isSettled: boolean;
}

/** What there is, whosever it is. */
export interface Account {
  /** All of the project, in the region. */
  clusters: Cluster[];
  /** Those of the clusters that are ours. */
  pools: (Pool & { clusterId: string })[];
  /** Those with the tag. */
  networks: PrivateNetwork[];
  things: AccountThing[];
}
