import { ok } from '../../http/answers.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { findCluster } from '../clusters/find-cluster.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { presentRule } from './acl-rules.ts';

const query = strict({
  ...pageFields,
});

export const listAclRules: Route = route({
  method: 'GET',
  path: `${kapsuleRegionPath}/clusters/:clusterId/acls`,
  fact: 'the call and its answer as @scaleway/sdk-k8s 1.8.0 reads them',
  query,
  handle: (world, { params, query }) => {
    const { acls } = findCluster(world, params['clusterId']);
    return ok(countedPage('rules', acls.map(presentRule), query));
  },
});
