import { ok } from '../../http/answers.ts';
import { notFound } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentVersion } from './present-version.ts';

export const getVersion: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/versions/:version`,
  fact: 'facts/scaleway.md section 2: one of pool-basic#0; the call as @scaleway/sdk-k8s 1.8.0 makes it',
  handle: (world, { params }) => {
    const version = params['version'] ?? '';
    // Assumption: an unknown version of Kubernetes is 404 `version`.
    if (!world.kubernetesVersions.includes(version)) throw notFound('version', version);
    return ok(presentVersion(world, version));
  },
});
