import { describeObject } from '../chart/manifest.ts';
import { waitUntil } from '../apply/wait-until.ts';
import { ObjectConflictError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { fieldManager, requestApply } from '../kubernetes/apply-object.ts';
import { readJson, statusMessage } from '../kubernetes/read-json.ts';
import type { KubernetesReply } from '../kubernetes/request.ts';
import { isLeaving } from '../kubernetes/server-fields.ts';
import { hideSecrets, type SecretTexts } from '../release/secrets.ts';
import type { PreparedObject } from './desired-objects.ts';
import { describeConflict, parseConflicts } from './object-conflict.ts';
import { objectRefusal } from './object-refusal.ts';

/** How long one thing is waited for, and who hears of it. */
export interface PatienceOptions {
  signal: AbortSignal | undefined;
  timeoutMs: number;
  onWait: (what: string) => void;
}

/**
 * Applies one object. Refusals that pass by themselves are waited out: a webhook whose pods have just been made, a
 * namespace or an object of the same name that is still being deleted, an API that is busy.
 */
export async function applyPatiently(
  helm: Helm,
  object: PreparedObject,
  path: string,
  options: PatienceOptions & { set: string; secrets: SecretTexts; force: boolean },
): Promise<void> {
  const { set, secrets, force, signal, timeoutMs } = options;
  let what = '';
  let last: KubernetesReply | undefined;
  const isApplied = async (): Promise<boolean> => {
    if (isLeaving(await readJson(helm, path, { signal }))) {
      what = `the old ${describeObject(object)} to be gone`;
      return false;
    }
    const { reply } = await requestApply(helm, path, object.content, {
      fieldManager,
      isDryRun: false,
      isStrict: true,
      force,
      signal,
    });
    if (reply.status === 200 || reply.status === 201) return true;
    const conflicts = reply.status === 409 ? parseConflicts(object, reply.body) : [];
    if (conflicts.length > 0)
      throw new ObjectConflictError(
        `applying ${set}: somebody else set a field meanwhile: ${conflicts.map(describeConflict).join('; ')}; plan again`,
        conflicts,
      );
    if (!mayPass(reply)) throw objectRefusal(set, object, reply, secrets);
    last = reply;
    what = `the cluster to take ${describeObject(object)}: ${hideSecrets(statusMessage(reply.body), secrets)}`;
    return false;
  };
  await waitUntil(isApplied, {
    signal,
    timeoutMs,
    onWait: () => options.onWait(what),
    timedOut: () =>
      objectRefusal(
        set,
        object,
        last ?? { status: 409, body: JSON.stringify({ message: `the old one is still being deleted` }) },
        secrets,
      ),
  });
}

function mayPass({ status, body }: KubernetesReply): boolean {
  const said = statusMessage(body);
  if (status === 429 || status === 503 || status === 504) return true;
  if (status === 500) return /failed calling webhook/.test(said);
  if (status === 403 || status === 409) return /being terminated|being deleted/.test(said);
  // A kind that the API has just begun to serve.
  return status === 404 && /could not find the requested resource|page not found/.test(said);
}
