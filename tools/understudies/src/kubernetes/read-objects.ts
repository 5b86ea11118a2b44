import { expectAnswer } from './api-error.ts';
import { askApiServer, type ApiServer } from './api-server.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** @returns `undefined` when it is not there @throws {@link ApiError} */
export async function readObject<Kind extends KubernetesObject>(
  server: ApiServer,
  path: string,
): Promise<Kind | undefined> {
  const answer = await askApiServer(server, 'GET', path);
  return answer.status === 404 ? undefined : expectAnswer<Kind>(answer, `reading ${path}`);
}

/** @param path of the list; may have a query such as `?labelSelector=…` @throws {@link ApiError} */
export async function listObjects<Kind extends KubernetesObject>(
  server: ApiServer,
  path: string,
): Promise<readonly Kind[]> {
  const answer = await askApiServer(server, 'GET', path);
  return expectAnswer<{ items: readonly Kind[] }>(answer, `listing ${path}`).items;
}
