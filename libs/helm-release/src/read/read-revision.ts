import { parseManifest, type ManifestObject } from '../chart/manifest.ts';
import { HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { parseDescription, type DescribedRevision } from '../release/description.ts';
import { isObject, type JsonObject } from '../release/json.ts';
import type { ReleaseRecord } from './release-records.ts';

/** What was installed with one revision. Holds secrets; stays inside of the library. */
export interface InstalledRevision {
  values: JsonObject;
  objects: ManifestObject[];
  description?: DescribedRevision;
}

export async function readRevision(
  helm: Helm,
  record: ReleaseRecord,
  signal?: AbortSignal,
): Promise<InstalledRevision> {
  const about = `reading revision ${record.revision} of ${record.namespace}/${record.name}`;
  const said = await runHelm(helm, {
    args: [
      ...['status', record.name, '--namespace', record.namespace],
      ...['--revision', String(record.revision), '--output', 'json'],
    ],
    about,
    usesCluster: true,
    signal,
  });
  const release: unknown = JSON.parse(said);
  // What helm said is not repeated: it holds all values and Secrets.
  if (!isObject(release)) throw new HelmFailedError('helm-failed', `${about}: helm printed no release`, '');
  const { config, manifest, info } = release;
  const description = isObject(info) ? parseDescription(String(info['description'])) : undefined;
  return {
    values: isObject(config) ? (config as JsonObject) : {},
    objects: typeof manifest === 'string' ? parseManifest(manifest) : [],
    ...(description === undefined ? {} : { description }),
  };
}
