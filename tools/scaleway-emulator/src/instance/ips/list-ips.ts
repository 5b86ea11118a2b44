import { Type } from 'typebox';

import { checkProject } from '../../http/check-project.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { presentIp } from './present-ip.ts';

const query = strict({
  page: Type.Optional(integerText()),
  per_page: Type.Optional(integerText()),
  project: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
  tags: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
});

export const listIps: Route = route({
  method: 'GET',
  path: `${zonePath}/ips`,
  fact: 'facts/scaleway.md section 1 (calls, pagination); filters as @scaleway/sdk-instance 1.4.0 documents them',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'compute_ips', query);
    const tags = query.tags?.split(',') ?? [];
    const found = [...world.ips.values()]
      .filter(
        (ip) =>
          !ip.dynamic &&
          (query.name === undefined || ip.address.includes(query.name)) &&
          (query.type === undefined || query.type === 'routed_ipv4') &&
          tags.every((tag) => ip.tags.includes(tag)),
      )
      .reverse();
    const { items, headers } = instancePage('/ips', found, query);
    return { status: 200, headers, body: { ips: items.map((ip) => presentIp(world, ip)) } };
  },
});
