import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ApiServer } from '../../kubernetes/api-server.ts';
import { reconcileLoop } from '../../kubernetes/reconcile-loop.ts';
import { watchObjects, type WatchOptions } from '../../kubernetes/watch-objects.ts';
import { findTargets, type DiscoveryRole } from './find-targets.ts';
import type { Endpoints, Node, Pod, Service } from './kubernetes-kinds.ts';

export interface DiscoveryOptions {
  roles: readonly DiscoveryRole[];
  /** Gets a file for each role. */
  folder: string;
  signal: AbortSignal;
  /** Hears what keeps targets from being found or written; it is tried again. */
  onProblem: (problem: Error) => void;
}

/** Writes the targets of a cluster into files, after every change. Fulfilled once each file is there. */
export async function discoverTargets(api: ApiServer, options: DiscoveryOptions): Promise<void> {
  const { roles, folder, signal, onProblem } = options;
  const written = new Map<DiscoveryRole, string>();
  const loop = reconcileLoop(
    async () => {
      for (const role of roles) {
        const text = JSON.stringify(findTargets(role, cluster()));
        if (written.get(role) === text) continue;
        // Prometheus never sees half a file.
        await writeFile(join(folder, `${role}.draft`), text);
        await rename(join(folder, `${role}.draft`), join(folder, `${role}.json`));
        written.set(role, text);
      }
    },
    { signal, onProblem },
  );
  const watch: WatchOptions = { signal, onProblem, onChange: () => loop.trigger() };
  const nodes = watchObjects<Node>(api, '/api/v1/nodes', watch);
  const pods = watchObjects<Pod>(api, '/api/v1/pods', watch);
  const services = watchObjects<Service>(api, '/api/v1/services', watch);
  const endpoints = watchObjects<Endpoints>(api, '/api/v1/endpoints', watch);
  const cluster = (): Parameters<typeof findTargets>[1] => ({
    nodes: nodes.objects,
    pods: pods.objects,
    services: services.objects,
    endpoints: endpoints.objects,
  });
  await Promise.all([nodes.listed, pods.listed, services.listed, endpoints.listed]);
  await loop.idle();
}
