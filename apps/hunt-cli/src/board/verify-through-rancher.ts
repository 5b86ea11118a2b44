import { execInPod, listWorkloads, readPodLogs, type RancherClient } from '@wescale/rancher-client';
import { waitUntil } from '../run/wait-until.ts';
import type { StepContext } from '../steps/step.ts';
import { VerificationError } from '../steps/verification-error.ts';
import type { Probe } from './probe.ts';
import { ingressController } from './releases/ingress-release.ts';
import { seeBoard } from './see-board.ts';

const patienceMs = 30_000;
/** All of it goes through the agent. */
const remedy = seeBoard('logs -n cattle-system deployment/cattle-cluster-agent');

/**
 * What Rancher is there for: it lists what runs on a board, and gives the log of a pod and a command inside it, through
 * the tunnel that the board's agent has opened.
 *
 * @param cluster Rancher's id of the board
 * @throws VerificationError
 */
export async function verifyThroughRancher(
  rancher: RancherClient,
  cluster: string,
  { namespace, pod, container, word }: Probe,
  { configuration, signal, progress }: Pick<StepContext, 'configuration' | 'signal' | 'progress'>,
): Promise<void> {
  progress("asking Rancher for the board's workloads");
  const workloads = await listWorkloads(rancher, cluster, { signal });
  // Both charts call their workload like their Service.
  const { service } = ingressController(configuration);
  if (workloads.every(({ name }) => name !== service))
    throw new VerificationError(`Rancher does not list the ingress controller of ${cluster}; ${remedy}`);
  progress('asking Rancher for the log of a pod on the board');
  await waitUntil(
    async () => {
      const log = await readPodLogs(rancher, cluster, { namespace, pod, container }, { signal });
      return log.includes(word) ? true : undefined;
    },
    {
      signal,
      timeoutMs: patienceMs,
      what: `Rancher does not give the log of pod ${namespace}/${pod}`,
      remedy,
    },
  );
  progress('running a command in a pod on the board, through Rancher');
  const ran = await execInPod(rancher, cluster, { namespace, pod, container }, ['cat', '/data/word'], {
    signal,
  });
  if (ran.exitCode === 0 && ran.stdout.trim() === word) return;
  throw new VerificationError(
    `Rancher does not run a command in pod ${namespace}/${pod}: exit code ${ran.exitCode}, ${ran.stderr.trim()}; ${remedy}`,
  );
}
