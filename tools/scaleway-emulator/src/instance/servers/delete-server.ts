import { noContent } from '../../http/answers.ts';
import { invalidRequest } from '../../http/api-error.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findServer } from './find-server.ts';
import { removeServer } from './remove-server.ts';

/** Deletes a stopped server; its SBS volume stays, detached. */
export const deleteServer: Route = route({
  method: 'DELETE',
  path: `${zonePath}/servers/:serverId`,
  fact: 'facts/scaleway.md section 1 (204), section 3 (stopped servers are deleted, SBS volumes stay)',
  handle: (world, { params }) => {
    const server = findServer(world, params['serverId']);
    // Assumption: DELETE of a server that is not stopped answers 400 `server should be stopped`.
    if (server.state !== 'stopped' && server.state !== 'stopped in place') {
      throw invalidRequest('server should be stopped');
    }
    removeServer(world, server);
    return noContent();
  },
});
