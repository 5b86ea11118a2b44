import { expectAnswer } from './api-error.ts';
import { askApiServer, type ApiServer } from './api-server.ts';
import { keyOf, type KubernetesObject, type TypedObject } from './kubernetes-object.ts';

/**
 * Server-side apply: makes the object, or sets exactly the fields that are named and gives up those of ours that are
 * not. Fields of others are taken over.
 *
 * @param collection where objects of the kind and the namespace are: `/api/v1/namespaces/default/secrets`
 * @throws {@link ApiError}
 */
export async function applyObject<Kind extends KubernetesObject>(
  server: ApiServer,
  collection: string,
  object: TypedObject<Kind>,
  fieldManager: string,
): Promise<Kind> {
  const query = new URLSearchParams({ fieldManager, force: 'true' });
  const path = `${collection}/${object.metadata.name}?${query.toString()}`;
  // JSON is YAML.
  const contentType = 'application/apply-patch+yaml';
  const answer = await askApiServer(server, 'PATCH', path, object, { contentType });
  return expectAnswer(answer, `applying the ${object.kind} ${keyOf(object)}`);
}

/** Sets fields and leaves the rest (RFC 7386); `null` takes one away. @param path of the object, or of its `/status` */
export async function mergeObject<Kind extends KubernetesObject>(
  server: ApiServer,
  path: string,
  fields: object,
): Promise<Kind> {
  const contentType = 'application/merge-patch+json';
  return expectAnswer(await askApiServer(server, 'PATCH', path, fields, { contentType }), `changing ${path}`);
}

/** @throws {@link ApiError}, also when there is one of the name */
export async function createObject<Kind extends KubernetesObject>(
  server: ApiServer,
  collection: string,
  object: object,
): Promise<Kind> {
  return expectAnswer(await askApiServer(server, 'POST', collection, object), `creating in ${collection}`);
}

/** Removes it with what belongs to it; one that is not there is none. @param path of the object */
export async function deleteObject(server: ApiServer, path: string): Promise<void> {
  const answer = await askApiServer(server, 'DELETE', `${path}?propagationPolicy=Background`);
  if (answer.status !== 404) expectAnswer(answer, `deleting ${path}`);
}
