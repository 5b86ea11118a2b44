import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { exchangeNode } from './exchange-node.ts';
import { findSettledNode } from './find-node.ts';
import { presentNode } from './present-node.ts';

const flag = Type.Enum(['true', 'false']);

export const deleteNode: Route = route({
  method: 'DELETE',
  path: `${kapsuleRegionPath}/nodes/:nodeId`,
  fact: 'the call as @scaleway/sdk-k8s 1.8.0 makes it (200 and the object); the object of pool-basic#17',
  query: strict({ replace: flag, skip_drain: flag }),
  handle: (world, { params, query }) => {
    const { node, pool } = findSettledNode(world, params['nodeId']);
    exchangeNode(world, node, pool, { replace: query.replace === 'true' });
    return ok(presentNode(world, node));
  },
});
