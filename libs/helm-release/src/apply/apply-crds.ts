import { parseManifest } from '../chart/manifest.ts';
import { WaitTimedOutError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { applyObject } from '../kubernetes/apply-object.ts';
import { definitionPath, isEstablished } from '../kubernetes/definitions.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { waitUntil } from './wait-until.ts';

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
    await applyObject(helm, definitionPath(name), content, {
      fieldManager: 'helm-release',
      isDryRun: false,
      signal,
    });
  for (const name of names)
    await waitUntil(async () => isEstablished(await readJson(helm, definitionPath(name), { signal })), {
      onWait: () => options.onWait(`the definition ${name} to be served`),
      timeoutMs: timeoutSeconds * 1000,
      timedOut: () => notServed(release, name, timeoutSeconds),
      signal,
    });
  return names;
}

function notServed(release: DesiredRelease, name: string, timeoutSeconds: number): WaitTimedOutError {
  const kind = 'CustomResourceDefinition';
  return new WaitTimedOutError(
    `applying the definitions of ${releaseId(release)}: ${name} is not served after ${timeoutSeconds} s; ` +
      `see its conditions with: kubectl get crd ${name} -o yaml`,
    [{ kind, namespace: '', name, state: 'not established', events: [] }],
    '',
  );
}
