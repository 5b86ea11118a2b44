import { Type } from 'typebox';

import { checkProject } from '../../http/check-project.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { presentServer } from './present-server.ts';

const query = strict({
  page: Type.Optional(integerText()),
  per_page: Type.Optional(integerText()),
  project: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  commercial_type: Type.Optional(Type.String()),
  servers: Type.Optional(Type.String()),
  order: Type.Optional(
    Type.Enum(['creation_date_desc', 'creation_date_asc', 'modification_date_desc', 'modification_date_asc']),
  ),
});

export const listServers: Route = route({
  method: 'GET',
  path: `${zonePath}/servers`,
  fact: 'facts/scaleway.md section 1 (calls, pagination); filters as @scaleway/sdk-instance 1.4.0 documents them',
  query,
  notPlayed: [
    'private_ip',
    'with_ip',
    'without_ip',
    'private_network',
    'private_networks',
    'private_nic_mac_address',
  ],
  handle: (world, { query }) => {
    checkProject(world, 'read', 'compute_servers', query);
    const tags = query.tags?.split(',') ?? [];
    const ids = query.servers?.split(',');
    const found = [...world.servers.values()].filter(
      (server) =>
        (query.name === undefined || server.name.includes(query.name)) &&
        (query.state === undefined || server.state === query.state) &&
        (query.commercial_type === undefined || server.commercialType === query.commercial_type) &&
        (ids === undefined || ids.includes(server.id)) &&
        tags.every((tag) => server.tags.includes(tag)),
    );
    // Assumption: lists of the Instance API are ordered by creation, the newest first.
    const [by = 'creation_date', direction] = (query.order ?? 'creation_date_desc').split(/_(?=asc$|desc$)/);
    const time = by === 'creation_date' ? 'createdAt' : 'modifiedAt';
    found.sort((a, b) => a[time].getTime() - b[time].getTime());
    if (direction === 'desc') found.reverse();
    const { items, headers } = instancePage('/servers', found, query);
    return { status: 200, headers, body: { servers: items.map((server) => presentServer(world, server)) } };
  },
});
