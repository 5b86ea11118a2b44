import { parseManifest, type ManifestObject } from '../chart/manifest.ts';
import { HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { parseDescription, type ChartVersionName } from '../release/description.ts';
import { isObject, type JsonObject } from '../release/json.ts';
import type { ReleaseRecord } from './release-records.ts';

/** What was installed with one revision. Holds secrets; stays inside of the library. */
export interface InstalledRevision {
  values: JsonObject;
  objects: ManifestObject[];
  chart: ChartVersionName;
  /** JSON Pointers of the values that are not to be shown, if this library installed it. */
  secretPaths?: string[];
}

export async function readRevision(
  helm: Helm,
  record: ReleaseRecord,
  signal?: AbortSignal,
): Promise<InstalledRevision> {
  const about = `reading revision ${record.revision} of ${record.namespace}/${record.name}`;
  const read = async (...command: string[]): Promise<Readonly<Record<string, unknown>>> => {
    const where = ['--namespace', record.namespace, '--revision', String(record.revision)];
    const args = [...command, record.name, ...where, '--output', 'json'];
    const said = parseJson(await runHelm(helm, { args, about, usesCluster: true, signal }));
    // What helm said is not repeated: it holds all values and Secrets.
    if (!isObject(said)) throw new HelmFailedError('helm-failed', `${about}: helm printed no release`, '');
    return said;
  };
  const { config, manifest, info } = await read('status');
  const values = isObject(config) ? (config as JsonObject) : {};
  const objects = typeof manifest === 'string' ? parseManifest(manifest) : [];
  const description = isObject(info) ? parseDescription(String(info['description'])) : undefined;
  if (description !== undefined) return { values, objects, ...description };
  const { chart, version } = await read('get', 'metadata');
  return { values, objects, chart: { name: String(chart), version: String(version) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
