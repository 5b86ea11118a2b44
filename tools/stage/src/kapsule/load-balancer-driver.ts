import { once } from 'node:events';
import net from 'node:net';
import type { LoadBalancerDriver, LoadBalancerFrontend } from '@wescale/scaleway-emulator';
import { StageNotFoundError } from '../errors.ts';
import type { ClusterNetworks } from '../network/cluster-networks.ts';
import { namespaceName } from '../ownership/claim.ts';
import { runIpBatch } from '../run-command.ts';
import { forwardConnection } from './forward-connection.ts';

export interface StageLoadBalancersOptions {
  stage: string;
  networks: ClusterNetworks;
  /** Has the packet filter follow `networks`. */
  applyNetwork: () => Promise<void>;
}

interface OpenLoadBalancer {
  address: string;
  /** By their port. */
  frontends: Map<number, OpenFrontend>;
}

interface OpenFrontend {
  server: net.Server;
  /** What it forwards now. */
  frontend: LoadBalancerFrontend;
}

/**
 * Forwards what is opened to a load balancer's address, in the stage's own network: TCP alone, to the backends in turn,
 * and past those that do not answer. The backends see the load balancer as their peer, as Scaleway's do.
 */
export function createStageLoadBalancers(options: StageLoadBalancersOptions): LoadBalancerDriver {
  const { stage, networks, applyNetwork } = options;
  const all = new Map<string, OpenLoadBalancer>();

  async function set(id: string, frontends: readonly LoadBalancerFrontend[]): Promise<void> {
    const loadBalancer = all.get(id);
    if (!loadBalancer) throw new StageNotFoundError(`the stage has no load balancer ${id}`);
    networks.loadBalancers.set(id, {
      address: loadBalancer.address,
      backends: frontends.map(({ backendPort, backendAddresses }) => ({
        ...{ port: backendPort, addresses: backendAddresses },
      })),
    });
    await applyNetwork();
    const { frontends: known, address } = loadBalancer;
    const wanted = new Map(frontends.map((frontend) => [frontend.port, frontend]));
    for (const [port, { server }] of known) {
      if (wanted.has(port)) continue;
      known.delete(port);
      await stopListening(server);
    }
    for (const [port, frontend] of wanted) {
      const open = known.get(port);
      if (open) open.frontend = frontend;
      else known.set(port, await listen(address, frontend));
    }
  }

  return {
    async open({ id, address }, frontends): Promise<void> {
      await runIpBatch([`address add ${address}/32 dev lo`], namespaceName(stage));
      all.set(id, { address, frontends: new Map() });
      await set(id, frontends);
    },
    set,
    async close(id): Promise<void> {
      const loadBalancer = all.get(id);
      if (!loadBalancer) return;
      await set(id, []);
      all.delete(id);
      networks.loadBalancers.delete(id);
      await applyNetwork();
      await runIpBatch([`address delete ${loadBalancer.address}/32 dev lo`], namespaceName(stage));
    },
  };
}

async function listen(address: string, frontend: LoadBalancerFrontend): Promise<OpenFrontend> {
  let turn = 0;
  // Half-open: one side may have said all while the other still speaks.
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const { backendAddresses, backendPort } = open.frontend;
    turn += 1;
    const first = turn % Math.max(1, backendAddresses.length);
    const inTurn = [...backendAddresses.slice(first), ...backendAddresses.slice(0, first)];
    void forwardConnection(client, { from: address, port: backendPort, backends: inTurn });
  });
  const open: OpenFrontend = { server, frontend };
  server.listen(frontend.port, address);
  await once(server, 'listening');
  return open;
}

/** Connections that are open stay so, as long as their ends want. */
async function stopListening(server: net.Server): Promise<void> {
  server.close();
  await new Promise(setImmediate);
}
