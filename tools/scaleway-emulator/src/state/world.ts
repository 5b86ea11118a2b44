import type { Account } from '../account/account.ts';
import type { Activities } from '../clock/activities.ts';
import type { Clock } from '../clock/clock.ts';
import type { NameServers } from '../domain/name-servers/name-servers.ts';
import type { Clusters } from '../kapsule/driver/clusters.ts';
import type { LoadBalancers } from '../lb/driver/load-balancers.ts';
import type { AddressPool } from '../machines/address-pool.ts';
import type { Machines } from '../machines/machines.ts';
import type { Availability } from './availability.ts';
import type { Cluster } from './cluster.ts';
import type { DnsZone } from './dns-zone.ts';
import type { Ip } from './ip.ts';
import type { LoadBalancer, LoadBalancerIp } from './load-balancer.ts';
import type { KapsuleNode, Pool } from './pool.ts';
import type { PrivateNetwork } from './private-network.ts';
import type { SecurityGroup } from './security-group.ts';
import type { Server } from './server.ts';
import type { SshKey } from './ssh-key.ts';
import type { Volume } from './volume.ts';
import type { Vpc } from './vpc.ts';

/** Everything that exists, and what moves it. Each map is in order of creation, and keyed by id unless it says otherwise. */
export interface World {
  readonly account: Account;
  readonly zone: string;
  /** The base address that `Location` headers start with. */
  readonly url: () => string;
  readonly clock: Clock;
  readonly activities: Activities;
  readonly machines: Machines;
  readonly nameServers: NameServers;
  readonly clusterDriver: Clusters;
  readonly loadBalancerDriver: LoadBalancers;
  /** Versions of Kubernetes that are offered, the newest first. */
  readonly kubernetesVersions: readonly string[];
  readonly addresses: AddressPool;
  /** By commercial type; what is not in it is available. */
  readonly availability: Map<string, Availability>;
  /** By quota; what is not in it has its usual limit. */
  readonly quotaLimits: Map<string, number>;
  readonly sshKeys: Map<string, SshKey>;
  readonly servers: Map<string, Server>;
  readonly ips: Map<string, Ip>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly volumes: Map<string, Volume>;
  /** Told of clusters' volumes that go. */
  readonly volumeListeners: Set<(id: string) => Promise<void>>;
  readonly vpcs: Map<string, Vpc>;
  readonly privateNetworks: Map<string, PrivateNetwork>;
  readonly clusters: Map<string, Cluster>;
  readonly pools: Map<string, Pool>;
  readonly nodes: Map<string, KapsuleNode>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  /** Of the Load Balancer API; those of the Instance API are others. */
  readonly loadBalancerIps: Map<string, LoadBalancerIp>;
  /** The domains of the account, in small letters; each has a root zone from the start. */
  readonly domains: readonly string[];
  /** By name, in small letters. */
  readonly dnsZones: Map<string, DnsZone>;
}
