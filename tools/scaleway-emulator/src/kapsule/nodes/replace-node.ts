import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { exchangeNode } from './exchange-node.ts';
import { findSettledNode } from './find-node.ts';
import { presentNode } from './present-node.ts';

export const replaceNode: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/nodes/:nodeId/replace`,
  fact: 'the call as @scaleway/sdk-k8s 1.8.0 makes it; the object of pool-basic#17',
  body: strict({}),
  handle: (world, { params }) => {
    const { node, pool } = findSettledNode(world, params['nodeId']);
    exchangeNode(world, node, pool, { replace: true });
    return ok(presentNode(world, node));
  },
});
