import type { Helm } from '../helm/create-helm.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { isObject } from '../release/json.ts';

/** What Kubernetes noted about an object. */
export interface ObjectEvent {
  kind: string;
  namespace: string;
  name: string;
  /** `FailedScheduling`, `Pulling` … */
  reason: string;
  message: string;
  at: string;
}

/** The events of a namespace, the newest last; at most 500. */
export async function readEvents(
  helm: Helm,
  namespace: string,
  signal?: AbortSignal,
): Promise<ObjectEvent[]> {
  const list = await readJson(helm, `/api/v1/namespaces/${namespace}/events?limit=500`, { signal });
  const items = isObject(list) && Array.isArray(list['items']) ? (list['items'] as unknown[]) : [];
  return items
    .flatMap((item) => parseEvent(item) ?? [])
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function parseEvent(item: unknown): ObjectEvent | undefined {
  if (!isObject(item) || !isObject(item['involvedObject']) || !isObject(item['metadata'])) return undefined;
  const { kind, namespace, name } = item['involvedObject'];
  const at = item['lastTimestamp'] ?? item['eventTime'] ?? item['metadata']['creationTimestamp'];
  return {
    kind: String(kind),
    namespace: typeof namespace === 'string' ? namespace : '',
    name: String(name),
    reason: String(item['reason']),
    message: String(item['message']),
    at: String(at),
  };
}
