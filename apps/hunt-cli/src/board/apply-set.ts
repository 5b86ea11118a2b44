import {
  applyObjects,
  planObjects,
  readObjects,
  type DesiredObjects,
  type Helm,
} from '@wescale/helm-release';

/** Brings one set of objects to what it should be, where nobody wants to see the plan first. */
export async function applySet(helm: Helm, set: DesiredObjects, signal: AbortSignal): Promise<void> {
  const facts = await readObjects(helm, [set], { signal });
  await applyObjects(helm, planObjects(facts, [set]), [set], { signal });
}
