import type { Helm } from '@wescale/helm-release';
import { waitUntil } from '../run/wait-until.ts';
import type { StepContext } from '../steps/step.ts';
import { readApi, readItems } from './read-api.ts';

interface Job {
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

interface Namespace {
  metadata: { deletionTimestamp?: string };
}

const patienceMs = 120_000;

/**
 * Rancher leaves a Job on a board that it forgets, which removes the namespace of its agent. Until both have ended, they
 * would take the next agent out, too (facts/k3s-rancher.md 3, Delete).
 *
 * @param agentNamespace where the agent lives
 */
export async function awaitCleanUp(
  helm: Helm,
  agentNamespace: string,
  { signal, progress }: Pick<StepContext, 'signal' | 'progress'>,
): Promise<void> {
  await waitUntil(
    async () => {
      const [jobs, namespace] = await Promise.all([
        readItems<Job>(helm, '/apis/batch/v1/namespaces/default/jobs', signal),
        readApi<Namespace>(helm, `/api/v1/namespaces/${agentNamespace}`, signal),
      ]);
      const isGoing = namespace?.metadata.deletionTimestamp !== undefined;
      if (!isGoing && !jobs.some(isCleaningUp)) return true;
      progress('waiting for Rancher to take the agent of an earlier import out');
      return undefined;
    },
    {
      signal,
      timeoutMs: patienceMs,
      what: `Rancher is still taking the agent of an earlier import out of the board; see its namespace ${agentNamespace}, and the jobs cattle-cleanup-… in its namespace default`,
    },
  );
}

function isCleaningUp({ metadata, status: { conditions = [] } = {} }: Job): boolean {
  const hasEnded = conditions.some(
    ({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True',
  );
  return metadata.name.startsWith('cattle-cleanup-') && !hasEnded;
}
