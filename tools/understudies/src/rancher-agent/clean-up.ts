import { askApiServer, type ApiServer } from '../kubernetes/api-server.ts';
import { AgentError } from './agent-error.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';

/**
 * Removes from a cluster what its import made, and at last what lets this Job do so. facts/k3s-rancher.md §3, row
 * "Delete".
 *
 * @param name - of the Job's own account and role binding
 */
export async function cleanUp(api: ApiServer, name: string): Promise<void> {
  const paths = [
    '/api/v1/namespaces/cattle-system',
    `${rbac}/clusterrolebindings/cattle-admin-binding`,
    `${rbac}/clusterroles/cattle-admin`,
    `/api/v1/namespaces/default/serviceaccounts/${name}`,
    `${rbac}/clusterrolebindings/${name}`,
  ];
  for (const path of paths) {
    const { status } = await askApiServer(api, 'DELETE', path);
    // 401: its own account is gone already, and the role binding with nobody in it does no harm.
    if (status >= 300 && status !== 404 && status !== 401)
      throw new AgentError(`deleting ${path} failed with ${status}`);
  }
}
