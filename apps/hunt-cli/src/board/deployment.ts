import {
  applyObjects,
  applyReleases,
  planObjects,
  planReleases,
  readObjects,
  readReleases,
  type DesiredObjects,
  type DesiredRelease,
  type Helm,
  type ObjectsChange,
  type ObjectsFacts,
  type ObjectsProgress,
  type ReleasesFacts,
} from '@wescale/helm-release';
import { chartPins } from '../kubernetes/chart-pins.ts';
import { describeReleaseProgress, toPlannedChange } from '../kubernetes/release-changes.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { StepContext } from '../steps/step.ts';

/** What one step holds in a board: releases, and objects of ours that they need or that need them. */
export interface Deployment {
  /** Applied before the releases: what their pods look for. */
  before?: readonly DesiredObjects[];
  releases: readonly DesiredRelease[];
  /** Applied after them: what they define. */
  after?: readonly DesiredObjects[];
}

/** A deployment, the cluster that it belongs in, and what there is of it. */
export interface DeploymentState {
  helm: Helm;
  deployment: Deployment;
  facts: { before: ObjectsFacts; releases: ReleasesFacts; after: ObjectsFacts };
}

export async function readDeployment(
  helm: Helm,
  deployment: Deployment,
  { signal, progress }: Pick<StepContext, 'signal' | 'progress'>,
): Promise<DeploymentState> {
  const { before = [], releases, after = [] } = deployment;
  const [first, found, last] = await Promise.all([
    readObjects(helm, before, { signal }),
    readReleases(helm, releases, { drift: true, signal, onProgress: progress }),
    readObjects(helm, after, { signal }),
  ]);
  return { helm, deployment, facts: { before: first, releases: found, after: last } };
}

export function planDeployment({ facts, deployment }: DeploymentState): PlannedChange[] {
  const { before = [], releases, after = [] } = deployment;
  return [
    ...planObjects(facts.before, before).changes.map(toObjectsChange),
    ...planReleases(facts.releases, releases).changes.map(toPlannedChange),
    ...planObjects(facts.after, after).changes.map(toObjectsChange),
  ];
}

export async function applyDeployment(
  { helm, deployment, facts }: DeploymentState,
  { configuration, signal, progress }: StepContext,
): Promise<void> {
  const { before = [], releases, after = [] } = deployment;
  const options = { signal, onProgress: (event: ObjectsProgress) => progress(describeObjects(event)) };
  await applyObjects(helm, planObjects(facts.before, before), before, options);
  const plan = planReleases(facts.releases, releases);
  await chartPins(configuration).add(plan.unpinned);
  await applyReleases(helm, plan, releases, {
    signal,
    onProgress: (event) => progress(describeReleaseProgress(event)),
  });
  await applyObjects(helm, planObjects(facts.after, after), after, options);
}

function toObjectsChange(change: ObjectsChange): PlannedChange {
  const isNew = change.objects.every(({ action }) => action === 'create');
  const diff = change.objects.map((object) => object.diff).join('');
  return {
    action: isNew ? 'create' : 'update',
    resource: `objects:${change.namespace}/${change.name}`,
    summary: change.summary,
    reason: change.reason,
    // All objects of a set that is new would be pages that nobody reads.
    ...(isNew || diff === '' ? {} : { diff }),
  };
}

function describeObjects(event: ObjectsProgress): string {
  if (event.state === 'awaiting') return `${event.set}: waiting for ${event.what}`;
  return event.state === 'done' ? `${event.set}: done` : `${event.set}: ${event.state} ${event.object}`;
}
