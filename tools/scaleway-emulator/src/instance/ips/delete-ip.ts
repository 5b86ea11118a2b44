import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { detachIp, forgetIp } from './attach-ip.ts';
import { findIp } from './find-ip.ts';

export const deleteIp: Route = route({
  method: 'DELETE',
  path: `${zonePath}/ips/:ip`,
  fact: 'facts/scaleway.md section 2: ip-basic#8; section 3 (a DELETE never failed in any recording)',
  handle: (world, { params }) => {
    const ip = findIp(world, params['ip']);
    // Assumption: an IP that is attached to a server is detached and deleted.
    detachIp(world, ip);
    forgetIp(world, ip);
    return noContent();
  },
});
