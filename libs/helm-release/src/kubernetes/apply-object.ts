import type { Helm } from '../helm/create-helm.ts';
import { isObject } from '../release/json.ts';
import { refusal } from './read-json.ts';
import type { KubernetesCall } from './request.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Applies an object server-side, taking over fields that others set.
 *
 * @returns the object as it is then; on a dry run, as it would be
 * @throws {@link ClusterRefusedError}
 */
export async function applyObject(
  helm: Helm,
  path: string,
  content: Fields,
  options: { fieldManager: string; isDryRun: boolean; signal?: AbortSignal | undefined },
): Promise<Fields> {
  const query = `fieldManager=${options.fieldManager}&force=true${options.isDryRun ? '&dryRun=All' : ''}`;
  const call: KubernetesCall = {
    method: 'PATCH',
    path: `${path}?${query}`,
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify(content),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const reply = await helm.request(call);
  if (reply.status !== 200 && reply.status !== 201) throw refusal(call, reply);
  const applied: unknown = JSON.parse(reply.body);
  return isObject(applied) ? applied : {};
}
