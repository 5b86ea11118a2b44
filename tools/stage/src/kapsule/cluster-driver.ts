import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ClusterDriver, ClusterToCreate, EmulatorCloud, NodeToAdd } from '@wescale/scaleway-emulator';
import { adminKubeconfigName, type KapsuleControlPlaneConfiguration } from '@wescale/stage-kubernetes';
import type { ApiServer } from '@wescale/understudies';
import { StageNotFoundError, StageStartError } from '../errors.ts';
import type { StageMachines } from '../machine/machine-driver.ts';
import type { KapsuleNames } from '../names/kapsule-names.ts';
import type { AddressPool } from '../network/address-plan.ts';
import { planAddresses } from '../network/address-plan.ts';
import type { ClusterNetwork, ClusterNetworks } from '../network/cluster-networks.ts';
import type { ControlPlaneNames } from '../network/control-plane-link.ts';
import {
  layControlPlaneLink,
  nameControlPlane,
  removeControlPlaneLink,
} from '../network/control-plane-link.ts';
import { apiPort } from '../network/packet-filter.ts';
import { waitForPort } from '../network/wait-for-port.ts';
import type { Claim } from '../ownership/claim.ts';
import { dataDirectory, runDirectory } from '../ownership/claim.ts';
import type { BlockVolumes } from './block-volumes.ts';
import type { CloudController } from './cloud-controller/start-cloud-controller.ts';
import { startCloudController } from './cloud-controller/start-cloud-controller.ts';
import { connectToCluster } from './cluster-api.ts';
import { clusterList, type ClusterStatus } from './cluster-list.ts';
import type { RunningControlPlane } from './control-plane.ts';
import { startControlPlane } from './control-plane.ts';
import { drainNode } from './drain-node.ts';
import { joinNode } from './join-node.ts';
import type { KapsulePrograms } from './kapsule-programs.ts';

export interface StageClustersOptions {
  claim: Claim;
  machines: StageMachines;
  networks: ClusterNetworks;
  names: KapsuleNames;
  addresses: AddressPool;
  programs: KapsulePrograms;
  registryMirror: string;
  /** Known once the emulator is. */
  cloud: () => EmulatorCloud;
  blockVolumes: BlockVolumes;
  zone: string;
  onProblem: (message: string) => void;
}

interface StageNode {
  node: NodeToAdd;
  address: string;
  isReady: boolean;
}

interface StageCluster {
  order: ClusterToCreate;
  /** Of the control plane that is there, or was last. */
  version: string;
  phase: 'creating' | 'at rest' | 'updating' | 'deleting';
  address: string;
  names: ControlPlaneNames;
  network: ClusterNetwork;
  directory: string;
  /** What its control plane says. */
  logFile: string;
  /** Undefined while it is replaced. */
  controlPlane: RunningControlPlane | undefined;
  api: ApiServer;
  /** Undefined before the control plane is there. */
  cloudController: CloudController | undefined;
  /** By id. */
  nodes: Map<string, StageNode>;
}

/**
 * Makes real clusters of the emulated API's: each control plane is a process in a network of its own, outside of every
 * pool, and each node a machine of the stage.
 */
export function createStageClusters(options: StageClustersOptions): ClusterDriver {
  const { claim, machines, networks, names, addresses, programs, registryMirror, onProblem } = options;
  const { blockVolumes, zone } = options;
  const clusters = new Map<string, StageCluster>();
  const find = (clusterId: string): StageCluster => {
    const cluster = clusters.get(clusterId);
    if (!cluster) throw new StageNotFoundError(`the stage has no cluster ${clusterId}`);
    return cluster;
  };

  const say = (): void => clusterList.write(claim.name, [...clusters.values()].map(describeCluster));
  const enter = (cluster: StageCluster, phase: StageCluster['phase']): void => {
    cluster.phase = phase;
    say();
  };

  async function start(cluster: StageCluster, version: string, signal: AbortSignal): Promise<void> {
    const { order, directory, names: own, logFile } = cluster;
    const program = await programs.get(version);
    signal.throwIfAborted();
    const configuration = `${directory}.json`;
    await writeFile(configuration, JSON.stringify(configureControlPlane(cluster, version)), { mode: 0o600 });
    cluster.controlPlane = await startControlPlane(
      {
        ...{ stage: claim.name, program, configuration, namespace: own.namespace },
        logFile,
        onProblem: (message) => onProblem(`cluster ${order.name}: ${message}`),
      },
      signal,
    );
    cluster.version = version;
  }

  async function replace(cluster: StageCluster, version: string, signal: AbortSignal): Promise<void> {
    await programs.get(version);
    await cluster.controlPlane?.stop();
    cluster.controlPlane = undefined;
    try {
      await start(cluster, version, signal);
    } catch (error) {
      // Whoever deletes the cluster wants none of them.
      signal.throwIfAborted();
      // Kubernetes can go back over its data as long as nothing new was stored that only the newer version reads.
      await start(cluster, cluster.version, signal).catch((second: unknown) =>
        onProblem(
          `cluster ${cluster.order.name}: its old control plane did not come back: ${String(second)}`,
        ),
      );
      throw error;
    }
  }

  async function lead(cluster: StageCluster): Promise<void> {
    const ready = [...cluster.nodes.values()].filter(({ isReady }) => isReady);
    await names.setNodes(
      cluster.order.id,
      ready.map(({ address }) => address),
    );
    say();
  }

  async function remove(cluster: StageCluster): Promise<void> {
    enter(cluster, 'deleting');
    await cluster.cloudController?.stop();
    await cluster.controlPlane?.stop();
    await names.remove(cluster.order.id);
    networks.clusters.delete(cluster.order.id);
    await machines.applyNetwork();
    await removeControlPlaneLink(claim.name, cluster.names);
    for (const left of [cluster.directory, `${cluster.directory}.json`])
      await rm(left, { recursive: true, force: true });
    addresses.give(cluster.address);
    clusters.delete(cluster.order.id);
    say();
  }

  return {
    async prepare(version): Promise<void> {
      await programs.get(version);
    },

    async createCluster(order, signal): Promise<{ kubeconfig: string }> {
      const own = nameControlPlane(claim.name, order.id);
      const directory = path.join(dataDirectory(claim.name), 'clusters', own.short);
      const network = { short: own.short, link: own.link, allowedSources: [], nodes: new Set<string>() };
      const address = addresses.take();
      const kubeconfigFile = path.join(directory, adminKubeconfigName);
      const cluster: StageCluster = {
        ...{ order, version: order.version, phase: 'creating', address, names: own, network, directory },
        logFile: path.join(runDirectory(claim.name), `kapsule-${own.short}.log`),
        ...{ controlPlane: undefined, cloudController: undefined, nodes: new Map() },
        // Read when it is there.
        get api() {
          return connectToCluster(kubeconfigFile, address);
        },
      };
      clusters.set(order.id, cluster);
      say();
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await layControlPlaneLink({ stage: claim.name, number: claim.number, names: own, address });
        networks.clusters.set(order.id, network);
        await machines.applyNetwork();
        await start(cluster, order.version, signal);
        cluster.cloudController = startCloudController({
          ...{ api: cluster.api, cloud: options.cloud(), blockVolumes, clusterId: order.id, zone },
          onProblem: (message) => onProblem(`cloud controller of cluster ${order.name}: ${message}`),
        });
      } catch (error) {
        await remove(cluster);
        throw error;
      }
      enter(cluster, 'at rest');
      return { kubeconfig: await readFile(kubeconfigFile, 'utf8') };
    },

    async openApi(clusterId, signal): Promise<void> {
      const { address } = find(clusterId);
      await waitForPort(address, apiPort, { what: `the API of cluster ${clusterId}`, signal });
      await names.setApi(clusterId, address);
    },

    async setVersion(clusterId, version, signal): Promise<void> {
      const cluster = find(clusterId);
      enter(cluster, 'updating');
      try {
        await replace(cluster, version, signal);
      } finally {
        enter(cluster, 'at rest');
      }
    },

    async setAllowedSources(clusterId, blocks): Promise<void> {
      // Assumption: Scaleway's own ranges are, on a stage, the addresses of its machines; IPv6 does not exist.
      const { range } = planAddresses(claim.number);
      find(clusterId).network.allowedSources = blocks
        .map((block) => (block === 'scaleway' ? range : block))
        .filter((block) => !block.includes(':'));
      await machines.applyNetwork();
    },

    async deleteCluster(clusterId): Promise<void> {
      const cluster = clusters.get(clusterId);
      if (cluster) await remove(cluster);
    },

    async addNode(node, signal): Promise<void> {
      const cluster = find(node.clusterId);
      // Assumption: a node without a public address would be reached in its Private Network, which the stage does not have.
      const [address] = node.addresses;
      if (address === undefined)
        throw new StageStartError(
          `node ${node.name} has no public address, and the stage has no private ones`,
        );
      const known: StageNode = { node, address, isReady: false };
      cluster.nodes.set(node.id, known);
      say();
      cluster.network.nodes.add(node.serverId);
      await machines.applyNetwork();
      const { order, directory } = cluster;
      const program = await programs.get(node.version);
      await joinNode(machines, { node, cluster: order, directory, program, address, registryMirror }, signal);
      known.isReady = true;
      await lead(cluster);
    },

    async removeNode(nodeId): Promise<void> {
      const cluster = [...clusters.values()].find(({ nodes }) => nodes.has(nodeId));
      const known = cluster?.nodes.get(nodeId);
      if (!cluster || !known) return;
      // What goes for good gets no more connections by its name.
      cluster.nodes.delete(nodeId);
      await lead(cluster);
      const { name, serverId } = known.node;
      const stop = () => machines.run(serverId, 'systemctl stop kapsule').catch(() => undefined);
      await drainNode(cluster.api, name, stop).catch((error: unknown) =>
        onProblem(`node ${name} was not drained: ${String(error)}`),
      );
      cluster.network.nodes.delete(known.node.serverId);
      await machines.applyNetwork();
    },
  };
}

function describeCluster({ order, version, phase, address, nodes, logFile }: StageCluster): ClusterStatus {
  return {
    ...{ id: order.id, name: order.name, version },
    status: phase === 'at rest' ? (nodes.size === 0 ? 'pool_required' : 'ready') : phase,
    nodes: [...nodes.values()].map(({ node: { name }, address: at, isReady }) => ({
      ...{ name, address: at, isReady },
    })),
    api: `${address}:${apiPort}`,
    log: logFile,
  };
}

function configureControlPlane(
  { order, directory, address }: StageCluster,
  version: string,
): KapsuleControlPlaneConfiguration {
  const { podCidr, serviceCidr, serviceDnsIp } = order;
  return {
    ...{ directory, address, port: apiPort, podCidr, serviceCidr, serviceDnsIp, version },
    names: [new URL(order.url).hostname, ...order.certificateNames],
  };
}
