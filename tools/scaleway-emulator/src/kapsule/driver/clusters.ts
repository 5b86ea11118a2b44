import { Queues } from '../../clock/queues.ts';
import type { ClusterDriver, ClusterToCreate, NodeToAdd } from './cluster-driver.ts';

/** Calls the driver, one operation at a time for each cluster and node, and only about what it has made. */
export class Clusters {
  readonly #driver: ClusterDriver;
  readonly #queues = new Queues();
  readonly #madeClusters = new Set<string>();
  /** With the clusters they are of. */
  readonly #madeNodes = new Map<string, string>();

  constructor(driver: ClusterDriver) {
    this.#driver = driver;
  }

  prepare(version: string): Promise<void> {
    return this.#driver.prepare(version);
  }

  async createCluster(cluster: ClusterToCreate, signal: AbortSignal): Promise<string> {
    let kubeconfig = '';
    await this.#queues.run(cluster.id, async () => {
      signal.throwIfAborted();
      this.#madeClusters.add(cluster.id);
      ({ kubeconfig } = await this.#driver.createCluster(cluster, signal));
    });
    return kubeconfig;
  }

  openApi(clusterId: string, signal: AbortSignal): Promise<void> {
    return this.#ifMade(clusterId, () => this.#driver.openApi(clusterId, signal));
  }

  setVersion(clusterId: string, version: string, signal: AbortSignal): Promise<void> {
    return this.#ifMade(clusterId, () => this.#driver.setVersion(clusterId, version, signal));
  }

  setAllowedSources(clusterId: string, blocks: () => string[]): Promise<void> {
    return this.#ifMade(clusterId, () => this.#driver.setAllowedSources(clusterId, blocks()));
  }

  deleteCluster(clusterId: string): Promise<void> {
    return this.#ifMade(clusterId, async () => {
      await this.#driver.deleteCluster(clusterId);
      this.#madeClusters.delete(clusterId);
    });
  }

  /** Waits for what was asked of the cluster before, then joins the node. */
  addNode(node: NodeToAdd, signal: AbortSignal): Promise<void> {
    return this.#queues.run(node.id, async () => {
      await this.#queues.last(node.clusterId);
      signal.throwIfAborted();
      this.#madeNodes.set(node.id, node.clusterId);
      await this.#driver.addNode(node, signal);
    });
  }

  /** Waits for what was asked of the cluster before, however that ended: a node is drained by a control plane. */
  removeNode(nodeId: string): Promise<void> {
    return this.#queues.run(nodeId, async () => {
      const clusterId = this.#madeNodes.get(nodeId);
      if (clusterId === undefined) return;
      await this.#queues.last(clusterId)?.catch(() => undefined);
      this.#madeNodes.delete(nodeId);
      await this.#driver.removeNode(nodeId);
    });
  }

  /** Waits for every operation that was asked for. */
  settle(): Promise<void> {
    return this.#queues.settle();
  }

  #ifMade(clusterId: string, operation: () => Promise<void>): Promise<void> {
    return this.#queues.run(clusterId, async () => {
      if (this.#madeClusters.has(clusterId)) await operation();
    });
  }
}
