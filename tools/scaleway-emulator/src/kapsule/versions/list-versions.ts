import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentVersion } from './present-version.ts';

export const listVersions: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/versions`,
  fact: 'facts/scaleway.md section 2: pool-basic#0',
  handle: (world) =>
    ok({ versions: world.kubernetesVersions.map((version) => presentVersion(world, version)) }),
});
