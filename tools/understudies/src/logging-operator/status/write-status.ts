import type { ApiServer } from '../../kubernetes/api-server.ts';
import { mergeObject } from '../../kubernetes/write-objects.ts';
import type { KubernetesObject } from '../../kubernetes/kubernetes-object.ts';

/** Go's `omitempty`: what is empty is left out. */
function withoutEmpty(status: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean =>
    value === undefined || value === 0 || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(status).filter(([, value]) => !isEmpty(value)));
}

/** Writes what has changed of a status, and nothing when nothing has. */
export async function writeStatus(
  api: ApiServer,
  path: string,
  object: KubernetesObject & { status?: object },
  desired: Readonly<Record<string, unknown>>,
): Promise<void> {
  const current = (object.status ?? {}) as Record<string, unknown>;
  const wanted = withoutEmpty(desired);
  const changes: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(current), ...Object.keys(wanted)]))
    if (JSON.stringify(current[name]) !== JSON.stringify(wanted[name]))
      changes[name] = mergeOf(current[name], wanted[name]);
  if (Object.keys(changes).length === 0) return;
  await mergeObject(api, `${path}/${object.metadata.name}/status`, { status: changes });
}

/** A map is merged key by key: keys that are no longer wanted are named. */
function mergeOf(current: unknown, wanted: unknown): unknown {
  if (wanted === undefined) return null;
  const isMap = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(current) || !isMap(wanted)) return wanted;
  const gone = Object.keys(current).filter((name) => !(name in wanted));
  return { ...wanted, ...Object.fromEntries(gone.map((name) => [name, null])) };
}
