import type { Helm } from '../helm/create-helm.ts';
import { ClusterRefusedError } from '../errors.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { labelNames } from '../release/content-labels.ts';
import { isObject } from '../release/json.ts';

/** Helm's record of one revision of a release, as its labels tell it. */
export interface ReleaseRecord {
  namespace: string;
  name: string;
  revision: number;
  /** `deployed`, `superseded`, `failed`, `uninstalling`, `pending-install`, `pending-upgrade`, `pending-rollback` … */
  status: string;
  createdAt: string;
  /** Name of the Secret that holds it. */
  secretName: string;
  /** What this library wrote, unless the revision was made by something else. */
  content?: { chart: string; values: string };
}

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** All records of all releases in one request. Holds labels only, no values and no manifests. */
export async function readRecords(helm: Helm, signal?: AbortSignal): Promise<ReleaseRecord[]> {
  const path = '/api/v1/secrets?labelSelector=owner%3Dhelm';
  const list = await readJson(helm, path, { accept: metadataOnly, signal });
  if (!isObject(list)) throw new ClusterRefusedError('the Kubernetes API lists no Secrets', 404);
  // An empty list may be null.
  const items: unknown[] = Array.isArray(list['items']) ? list['items'] : [];
  return items.flatMap((item) => parseRecord(item) ?? []);
}

export function parseRecord(item: unknown): ReleaseRecord | undefined {
  const metadata = isObject(item) ? item['metadata'] : undefined;
  const labels = isObject(metadata) ? metadata['labels'] : undefined;
  if (!isObject(metadata) || !isObject(labels)) return undefined;
  const { name, status, version } = labels;
  const revision = Number(version);
  if (typeof name !== 'string' || typeof status !== 'string' || !Number.isInteger(revision)) return undefined;
  const chart = labels[labelNames.chart];
  const values = labels[labelNames.values];
  const isOurs = labels[labelNames.revision] === version;
  return {
    name,
    status,
    revision,
    namespace: String(metadata['namespace']),
    createdAt: String(metadata['creationTimestamp']),
    secretName: String(metadata['name']),
    ...(isOurs && typeof chart === 'string' && typeof values === 'string'
      ? { content: { chart, values } }
      : {}),
  };
}

export const isPending = (record: ReleaseRecord): boolean => record.status.startsWith('pending-');

/** A release as a whole, from its records. */
export interface ReleaseState {
  /** The newest revision. */
  latest: ReleaseRecord;
  /**
   * The newest one that is deployed; where a rollback leads. When helm was killed in its last step there is none, and it
   * is the newest one that was.
   */
  deployed?: ReleaseRecord;
}

/** The state of each release that has records, by `namespace/name`. */
export function releaseStates(records: readonly ReleaseRecord[]): Map<string, ReleaseState> {
  const states = new Map<string, ReleaseState>();
  for (const record of records.toSorted((a, b) => a.revision - b.revision)) {
    const id = `${record.namespace}/${record.name}`;
    const before = states.get(id)?.deployed;
    const replaces =
      record.status === 'deployed' || (record.status === 'superseded' && before?.status !== 'deployed');
    const deployed = replaces ? record : before;
    states.set(id, { latest: record, ...(deployed === undefined ? {} : { deployed }) });
  }
  return states;
}
