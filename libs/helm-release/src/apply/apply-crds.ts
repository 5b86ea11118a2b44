import { parseManifest } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { applyObject, fieldManager } from '../kubernetes/apply-object.ts';
import { definitionPath } from '../kubernetes/definitions.ts';
import { releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { waitForDefinitions } from './wait-for-definitions.ts';

/**
 * Applies what is in the chart's `crds` folder, and waits until the API serves it: helm would neither change definitions
 * that are there, nor wait for those it makes.
 *
 * @returns names of the definitions
 * @throws {@link WaitTimedOutError} when one is not served within the release's `timeoutSeconds`
 */
export async function applyCrds(
  helm: Helm,
  release: DesiredRelease,
  chartPath: string,
  options: { signal?: AbortSignal | undefined; onWait: (what: string) => void },
): Promise<string[]> {
  const { signal } = options;
  const { timeoutSeconds = 300 } = release;
  const about = `reading the definitions of ${releaseId(release)}`;
  const text = await runHelm(helm, { args: ['show', 'crds', chartPath], about, signal });
  const objects = parseManifest(text).filter(({ kind }) => kind === 'CustomResourceDefinition');
  const names = objects.map(({ name }) => name);
  for (const { name, content } of objects)
    await applyObject(helm, definitionPath(name), content, { fieldManager, isDryRun: false, signal });
  await waitForDefinitions(helm, releaseId(release), names, { ...options, timeoutMs: timeoutSeconds * 1000 });
  return names;
}
