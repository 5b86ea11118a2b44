import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentVersion } from '../versions/present-version.ts';
import { upgradeVersions } from '../versions/upgrade-versions.ts';
import { findCluster } from './find-cluster.ts';

export const listAvailableVersions: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId/available-versions`,
  fact: 'the call as @scaleway/sdk-k8s 1.8.0 makes it; each as in pool-basic#0',
  handle: (world, { params }) => {
    const { version } = findCluster(world, params['clusterId']);
    const versions = upgradeVersions(world.kubernetesVersions, version);
    return ok({ versions: versions.map((one) => presentVersion(world, one)) });
  },
});
