import type { Helm } from '../helm/create-helm.ts';
import { isObject } from '../release/json.ts';
import { refusal } from './read-json.ts';
import type { KubernetesCall, KubernetesReply } from './request.ts';

type Fields = Readonly<Record<string, unknown>>;

/** By this name the API knows what this library has set. */
export const fieldManager = 'helm-release';

export interface ApplyObjectOptions {
  fieldManager: string;
  isDryRun: boolean;
  /** Whether fields that others set are taken over. @default true */
  force?: boolean;
  /** Whether a field that the kind does not have is refused, instead of left out. @default false */
  isStrict?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Applies an object server-side.
 *
 * @returns the object as it is then; on a dry run, as it would be
 * @throws {@link ClusterRefusedError}
 */
export async function applyObject(
  helm: Helm,
  path: string,
  content: Fields,
  options: ApplyObjectOptions,
): Promise<Fields> {
  const { call, reply } = await requestApply(helm, path, content, options);
  if (reply.status !== 200 && reply.status !== 201) throw refusal(call, reply);
  const applied: unknown = JSON.parse(reply.body);
  return isObject(applied) ? applied : {};
}

/** The same, with whatever the API answers. */
export async function requestApply(
  helm: Helm,
  path: string,
  content: Fields,
  options: ApplyObjectOptions,
): Promise<{ call: KubernetesCall; reply: KubernetesReply }> {
  const query = [
    `fieldManager=${options.fieldManager}`,
    `force=${String(options.force ?? true)}`,
    ...(options.isDryRun ? ['dryRun=All'] : []),
    ...(options.isStrict === true ? ['fieldValidation=Strict'] : []),
  ].join('&');
  const call: KubernetesCall = {
    method: 'PATCH',
    path: `${path}?${query}`,
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify(content),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  return { call, reply: await helm.request(call) };
}
