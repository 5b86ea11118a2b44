import type { ManifestObject } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { applyObject } from '../kubernetes/apply-object.ts';
import { objectPath, readDiscovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { withoutServerFields } from '../kubernetes/server-fields.ts';
import { compareObject, type ObjectComparison } from '../plan/compare-objects.ts';
import type { DesiredRelease } from '../release/desired-release.ts';
import { isObject } from '../release/json.ts';
import { releaseSecrets } from '../release/secrets.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What applying the objects again would change. The API itself answers that, on a dry run, so that defaults it fills in
 * and other ways to write the same are no drift. What others have added beside is none either.
 *
 * @returns for each object that drifted, how it is (`before`) and how it was installed (`after`)
 */
export async function findDrift(
  helm: Helm,
  release: DesiredRelease,
  objects: readonly ManifestObject[],
  signal?: AbortSignal,
): Promise<ObjectComparison[]> {
  const discovery = await readDiscovery(helm, signal);
  const compare = async (object: ManifestObject): Promise<ObjectComparison[]> => {
    const path = objectPath(discovery, object, release.namespace);
    const live = path === undefined ? undefined : await readJson(helm, path, { signal });
    const wanted =
      path !== undefined && isObject(live)
        ? await applyObject(helm, path, asHelmWritesIt(object.content, release), {
            fieldManager: 'helm-release-drift',
            isDryRun: true,
            signal,
          })
        : object.content;
    const before = isObject(live) ? withoutServerFields(live) : undefined;
    return compareObject(object, before, withoutServerFields(wanted), releaseSecrets(release));
  };
  return (await Promise.all(objects.map(compare))).flat();
}

/** Helm adds to every object by what it knows it again. */
function asHelmWritesIt(content: Fields, release: DesiredRelease): Fields {
  const metadata = isObject(content['metadata']) ? content['metadata'] : {};
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  return {
    ...content,
    metadata: {
      ...metadata,
      labels: { ...labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        ...annotations,
        'meta.helm.sh/release-name': release.name,
        'meta.helm.sh/release-namespace': release.namespace,
      },
    },
  };
}
