import type { Helm } from '../helm/create-helm.ts';
import { ClusterRefusedError } from '../errors.ts';
import type { KubernetesCall, KubernetesReply } from './request.ts';

/** The answer as JSON; undefined when there is no such thing. @throws {@link ClusterRefusedError} on any other refusal */
export async function readJson(
  helm: Helm,
  path: string,
  options: { accept?: string; signal?: AbortSignal | undefined } = {},
): Promise<unknown> {
  const call: KubernetesCall = {
    method: 'GET',
    path,
    ...(options.accept === undefined ? {} : { headers: { accept: options.accept } }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const reply = await helm.request(call);
  if (reply.status === 404) return undefined;
  if (reply.status !== 200) throw refusal(call, reply);
  return JSON.parse(reply.body);
}

/** An error with the API's own sentence. */
export function refusal(call: KubernetesCall, reply: KubernetesReply): ClusterRefusedError {
  const path = call.path.replace(/\?.*/, '');
  return new ClusterRefusedError(
    `the Kubernetes API refuses ${call.method} ${path} with ${reply.status}: ${statusMessage(reply.body)}`,
    reply.status,
  );
}

export function statusMessage(body: string): string {
  try {
    const status = JSON.parse(body) as { message?: unknown };
    if (typeof status.message === 'string') return status.message;
  } catch {
    // A proxy in between may answer with anything.
  }
  return body.slice(0, 200);
}
