import {
  applyCluster,
  planCluster,
  readCluster,
  type ActualCluster,
  type Allowance,
  type ClusterPlan,
  type DesiredCluster,
} from '@wescale/scw-infra';
import { desiredCluster } from '../board/board-cluster.ts';
import type { Board } from '../board/board.ts';
import { drainNodes } from '../board/drain-nodes.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { waitUntil } from '../run/wait-until.ts';
import { describeProgress, scalewayClient } from '../scaleway/hunt-infra.ts';
import { toPlannedChanges } from '../scaleway/planned-changes.ts';
import type { Step, StepContext } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface ClusterState {
  desired: DesiredCluster;
  actual: ActualCluster;
}

/** Its name may be known a while after its nodes are ready (facts/scaleway.md 3, Kapsule). */
const apiPatienceMs = 300_000;

/** The board's Kubernetes: a Kapsule cluster with its nodes. */
export const cluster = (board: Board): Step<ClusterState, PlannedChange> => ({
  name: 'cluster',
  title: 'a Kapsule cluster with its nodes, in its Private Network',

  async read({ configuration, scaleway, outputsOf, signal, progress }) {
    const { privateNetworkId = '' } = outputsOf('network');
    const desired = desiredCluster(board, configuration.hunt, scaleway, privateNetworkId);
    return { desired, actual: await readCluster(scalewayClient(scaleway, progress), desired, { signal }) };
  },

  plan: ({ actual, desired }, context) => toPlannedChanges(clusterPlan(actual, desired, context)),

  async apply(_changes, { actual, desired }, context) {
    const { scaleway, signal, progress, internet, boardClusters } = context;
    await internet.supplied?.({ of: 'board', kubernetes: desired.version }, { signal, onProgress: progress });
    await applyCluster(scalewayClient(scaleway, progress), clusterPlan(actual, desired, context), desired, {
      signal,
      onProgress: (event) => progress(describeProgress(event)),
      drain: async (nodes) => {
        const { helm } = await boardClusters.open(actual.cluster?.id ?? '');
        await drainNodes(
          helm,
          nodes.map(({ name }) => name),
          { signal, progress },
        );
      },
    });
  },

  async verify({ actual, desired }, context) {
    const { boardClusters, signal, progress, notice } = context;
    const { cluster: found } = actual;
    if (found === undefined)
      throw new VerificationError(`there is no cluster ${desired.name}; run hunt kapsule again`);
    progress(`asking the API at ${found.url}`);
    await waitUntil(
      async () => {
        const { helm } = await boardClusters.open(found.id);
        const { status } = await helm.request({ method: 'GET', path: '/readyz', signal });
        return status === 200 ? true : undefined;
      },
      {
        signal,
        timeoutMs: apiPatienceMs,
        what: `the API of ${desired.name} at ${found.url} does not answer`,
        remedy: 'look at the cluster in the console of Scaleway, then run hunt kapsule again',
      },
    );
    for (const note of clusterPlan(actual, desired, context).notes) notice(note);
  },

  outputs: ({ actual: { cluster: found, pools } }) => {
    const nodes = pools.flatMap((pool) => pool.nodes);
    if (found === undefined || found.status !== 'ready' || !nodes.some(({ isReady }) => isReady))
      return undefined;
    return { clusterId: found.id, version: found.version, url: found.url, nodes: String(nodes.length) };
  },
});

function clusterPlan(actual: ActualCluster, desired: DesiredCluster, { allowed }: StepContext): ClusterPlan {
  return planCluster(actual, desired, { allow: allowed as readonly Allowance[] });
}
