import { describeObject, nameOnly, type ObjectName } from '../chart/manifest.ts';
import { ObjectRefusedError } from '../errors.ts';
import { statusMessage } from '../kubernetes/read-json.ts';
import type { KubernetesReply } from '../kubernetes/request.ts';
import { hideSecrets, type SecretTexts } from '../release/secrets.ts';

/** What the API's refusal of an object means, and what to try. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/immutable/i, 'the field cannot be changed in place; delete the object, and apply again'],
  [/namespaces? "[^"]*" not found/, 'put the Namespace into the set, or install first what makes it'],
  [/failed calling webhook/, 'what checks such objects does not answer; see whether its pods are ready'],
  [/is forbidden/, 'the user of the kubeconfig may not do that'],
];

/** An error with the API's own sentence, secrets taken out. */
export function objectRefusal(
  set: string,
  object: ObjectName,
  reply: KubernetesReply,
  secrets: SecretTexts,
): ObjectRefusedError {
  const said = hideSecrets(statusMessage(reply.body), secrets);
  const hint = hints.find(([pattern]) => pattern.test(said))?.[1];
  return new ObjectRefusedError(
    `applying ${set}: the cluster refuses ${describeObject(object)} with ${reply.status}: ${said}${hint === undefined ? '' : `; ${hint}`}`,
    nameOnly(object),
    reply.status,
  );
}
