import { ok } from '../../http/answers.ts';
import { transientState } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { findServer } from '../../instance/servers/find-server.ts';
import { reboot } from '../../instance/servers/reboot.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { enterNodeStatus } from './add-node.ts';
import { findSettledNode } from './find-node.ts';
import { presentNode, statusOf } from './present-node.ts';

/** Reboots the node's server; the node is `rebooting` until that runs again. */
export const rebootNode: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/nodes/:nodeId/reboot`,
  fact: 'the call and the status as @scaleway/sdk-k8s 1.8.0 has them; the object of pool-basic#17',
  body: strict({}),
  handle: (world, { params }) => {
    const { node } = findSettledNode(world, params['nodeId']);
    const server = findServer(world, node.serverId);
    if (server.state !== 'running') throw transientState('node', node.id, statusOf(world, node));
    reboot(world, server);
    enterNodeStatus(world, node, 'rebooting');
    world.activities.start(node.id, async (signal) => {
      await world.activities.end(node.serverId);
      // Assumption: a node is `ready` once its server runs again; it is not drained before.
      if (!signal.aborted && node.status === 'rebooting') enterNodeStatus(world, node, 'ready');
    });
    return ok(presentNode(world, node));
  },
});
