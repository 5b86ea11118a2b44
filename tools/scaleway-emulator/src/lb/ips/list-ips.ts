import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { lbZonePath } from '../paths.ts';
import { presentLoadBalancerIp } from './present-ip.ts';

const query = strict({
  ...pageFields,
  ip_address: Type.Optional(Type.String()),
  ip_type: Type.Optional(Type.Enum(['all', 'ipv4', 'ipv6'])),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  tags: Type.Optional(repeatedText()),
});

export const listLoadBalancerIps: Route = route({
  method: 'GET',
  path: `${lbZonePath}/ips`,
  fact: 'facts/scaleway.md section 1; parameters as @scaleway/sdk-lb 1.4.0 sends and documents them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'load_balancers', query);
    const tags = repeated(query.tags);
    const found = [...world.loadBalancerIps.values()].filter(
      (ip) =>
        query.ip_type !== 'ipv6' &&
        (query.ip_address === undefined || ip.address === query.ip_address) &&
        (tags.length === 0 || tags.some((tag) => ip.tags.includes(tag))),
    );
    const ips = found.map((ip) => presentLoadBalancerIp(world, ip));
    return ok(countedPage('ips', ips, query));
  },
});
