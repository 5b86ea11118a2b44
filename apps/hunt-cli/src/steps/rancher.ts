import {
  applyReleases,
  createHelm,
  pinCharts,
  planReleases,
  readReleases,
  type DesiredRelease,
  type Helm,
  type ReleasesFacts,
} from '@wescale/helm-release';
import { connectHere } from '../host/converge.ts';
import { chartPins } from '../kubernetes/chart-pins.ts';
import { describeReleaseProgress, toPlannedChange } from '../kubernetes/release-changes.ts';
import { rancherNodePort } from '../rancher/rancher-names.ts';
import { readOrCreateRancherPasswords } from '../rancher/rancher-passwords.ts';
import { rancherRelease } from '../rancher/rancher-release.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step, StepContext } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface RancherState {
  helm: Helm;
  desired: DesiredRelease[];
  facts: ReleasesFacts;
}

/** Rancher, by its chart, on a port of the node that only the node itself can reach. */
export const rancher: Step<RancherState, PlannedChange> = {
  name: 'rancher',
  title: 'Rancher, by Helm, with a first password that nobody chose',

  async read(context) {
    const { signal, progress } = context;
    const helm = await openHelm(context);
    const pins = await chartPins(context.configuration).read();
    const desired = pinCharts([await desiredRelease(context)], pins);
    const facts = await readReleases(helm, desired, { drift: true, signal, onProgress: progress });
    return { helm, desired, facts };
  },

  plan: ({ facts, desired }) => planReleases(facts, desired).changes.map(toPlannedChange),

  async apply(_changes, { helm, facts, desired }, { configuration, signal, progress }) {
    const plan = planReleases(facts, desired);
    await chartPins(configuration).add(plan.unpinned);
    await applyReleases(helm, plan, desired, {
      signal,
      onProgress: (event) => progress(describeReleaseProgress(event)),
    });
  },

  async verify(_state, context) {
    const connection = await connectHere(context);
    context.progress(`asking for a pong on port ${rancherNodePort} of the node`);
    // A pod is ready a moment before kube-proxy leads to it.
    const patience = '--max-time 10 --retry 30 --retry-delay 1 --retry-max-time 60 --retry-all-errors';
    const { stdout } = await connection.run(
      `curl --silent --fail ${patience} http://127.0.0.1:${rancherNodePort}/ping`,
      { signal: context.signal },
    );
    if (stdout === 'pong') return;
    throw new VerificationError(
      `Rancher does not answer with pong on port ${rancherNodePort} of the game master; see why with: hunt logs rancher`,
    );
  },

  // While something is to be changed about it, what stands behind it may not answer.
  outputs: ({ facts, desired }) => {
    const revision = facts.releases[0]?.state?.latest.revision;
    if (revision === undefined || planReleases(facts, desired).changes.length > 0) return undefined;
    return { chart: `rancher ${desired[0]?.chart.version ?? ''}`, revision: String(revision) };
  },
};

async function openHelm({ cluster, outputsOf, programs, secrets }: StepContext): Promise<Helm> {
  const { kubeconfig } = await cluster.open(outputsOf('instance')['address'] ?? '');
  return createHelm({ ...programs, kubeconfig, homeDirectory: secrets.path('helm') });
}

async function desiredRelease({ configuration, internet, secrets }: StepContext): Promise<DesiredRelease> {
  const { bootstrap } = await readOrCreateRancherPasswords(secrets);
  return rancherRelease(configuration.hunt, internet, bootstrap);
}
