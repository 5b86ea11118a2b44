import { noContent } from '../../http/answers.ts';
import { notFound } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { setAllowedSources } from './set-allowed-sources.ts';

export const deleteAclRule: Route = route({
  method: 'DELETE',
  path: `${kapsuleRegionPath}/acls/:aclId`,
  fact: 'the call as @scaleway/sdk-k8s 1.8.0 makes it; facts/scaleway.md section 1 (DELETE answers 204)',
  handle: async (world, { params }) => {
    const id = params['aclId'] ?? '';
    const cluster = [...world.clusters.values()].find(({ acls }) => acls.some((rule) => rule.id === id));
    // Assumption: an unknown ACL rule is 404 `acl`.
    if (cluster === undefined) throw notFound('acl', id);
    cluster.acls = cluster.acls.filter((rule) => rule.id !== id);
    await setAllowedSources(world, cluster);
    return noContent();
  },
});
