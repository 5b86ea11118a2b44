import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ApiServer } from '../../kubernetes/api-server.ts';
import { reconcileLoop } from '../../kubernetes/reconcile-loop.ts';
import { watchKinds } from '../../kubernetes/watch-kinds.ts';
import { findTargets, type DiscoveryRole } from './find-targets.ts';
import type { ClusterKinds } from './kubernetes-kinds.ts';

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
        const text = JSON.stringify(findTargets(role, cluster.objects));
        if (written.get(role) === text) continue;
        // Prometheus never sees half a file.
        await writeFile(join(folder, `${role}.draft`), text);
        await rename(join(folder, `${role}.draft`), join(folder, `${role}.json`));
        written.set(role, text);
      }
    },
    { signal, onProblem },
  );
  const cluster = watchKinds<ClusterKinds>(
    api,
    {
      nodes: '/api/v1/nodes',
      pods: '/api/v1/pods',
      services: '/api/v1/services',
      endpoints: '/api/v1/endpoints',
    },
    { signal, onProblem, onChange: () => loop.trigger() },
  );
  await cluster.listed;
  await loop.idle();
}
