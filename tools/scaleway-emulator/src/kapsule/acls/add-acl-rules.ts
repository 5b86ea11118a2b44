import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { findSettledCluster } from '../clusters/find-cluster.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { aclsBody, presentRule, readRules } from './acl-rules.ts';
import { setAllowedSources } from './set-allowed-sources.ts';

export const addAclRules: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/clusters/:clusterId/acls`,
  fact: 'the call and its answer as @scaleway/sdk-k8s 1.8.0 reads them',
  body: aclsBody,
  handle: async (world, { params, body }) => {
    const cluster = findSettledCluster(world, params['clusterId']);
    const rules = readRules(body.acls);
    cluster.acls = [...cluster.acls, ...rules];
    await setAllowedSources(world, cluster);
    return ok({ rules: rules.map(presentRule) });
  },
});
