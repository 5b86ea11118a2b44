import { parseObjects, type DesiredObjects, type Helm } from '@wescale/helm-release';
import {
  applyImport,
  planImport,
  readImport,
  type ImportChange,
  type ImportDesired,
  type ImportFacts,
  type RancherClient,
} from '@wescale/rancher-client';
import { applySet } from '../board/apply-set.ts';
import { awaitCleanUp } from '../board/await-clean-up.ts';
import type { Board } from '../board/board.ts';
import { openBoard } from '../board/open-board.ts';
import { connectRancher } from '../rancher/rancher-connection.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { splitSentence } from '../scaleway/planned-changes.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface ImportState {
  rancher: RancherClient;
  helm: Helm;
  facts: ImportFacts;
  desired: ImportDesired;
}

const agentNamespace = 'cattle-system';

/** Rancher looks after the board: its agent runs there and has called home. */
export const importBoard = ({ clusterName: name }: Board): Step<ImportState, PlannedChange> => ({
  name: 'import',
  title: 'the board, imported into Rancher',

  async read(context) {
    const rancher = await connectRancher(context);
    const { helm } = await openBoard(context);
    const { configuration, allowed, signal } = context;
    const desired: ImportDesired = {
      name,
      labels: { hunt: configuration.hunt.name },
      replacesForeignAgent: allowed.includes('replace-agent'),
    };
    const facts = await readImport(rancher, desired, { signal, board: helm.request });
    return { rancher, helm, facts, desired };
  },

  plan: ({ facts, desired }) => planImport(facts, desired).changes.map(toPlannedChange),

  async apply(_changes, { rancher, helm, facts, desired }, { configuration, signal, progress }) {
    await awaitCleanUp(helm, agentNamespace, { signal, progress });
    await applyImport(rancher, planImport(facts, desired), desired, {
      signal,
      board: helm.request,
      agentGraceMs: configuration.environment.agentPatienceSeconds * 1000,
      applyManifest: (manifest) => applySet(helm, agentObjects(manifest), signal),
      onChange: ({ summary }) => progress(summary),
    });
  },

  verify({ facts: { cluster, missing } }) {
    if (cluster?.state === 'active' && missing.length === 0) return Promise.resolve();
    throw new VerificationError(
      `Rancher says that ${name} is ${cluster?.state ?? 'not there'}; run hunt kapsule`,
    );
  },

  outputs: ({ facts: { cluster } }) =>
    cluster?.state === 'active' ? { cluster: cluster.id, state: cluster.state } : undefined,
});

/** What an earlier import has left, credentials of its own among it, goes with the set. */
function agentObjects(manifest: string): DesiredObjects {
  return {
    name: 'rancher-agent',
    namespace: agentNamespace,
    objects: parseObjects(manifest),
    forceConflicts: true,
  };
}

function toPlannedChange({ action, summary }: ImportChange): PlannedChange {
  return {
    action: actions[action],
    resource: action === 'create-cluster' ? 'rancher:cluster' : 'rancher:agent',
    ...(summary.includes(': ') ? splitSentence(summary) : { summary, reason: 'it is to be managed there' }),
  };
}

const actions = {
  'create-cluster': 'create',
  'remove-agent': 'delete',
  'deploy-agent': 'update',
} as const satisfies Record<ImportChange['action'], PlannedChange['action']>;
