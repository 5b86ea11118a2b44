import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { checkProject } from '../../http/check-project.ts';
import { countedPage, pageFields } from '../../http/counted-page.ts';
import { creationOrders, inOrder } from '../../http/list-order.ts';
import { repeated, repeatedText } from '../../http/repeated.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { blockZonePath } from '../paths.ts';
import { presentVolume } from './present-volume.ts';

const query = strict({
  ...pageFields,
  order_by: Type.Optional(Type.Enum(creationOrders)),
  project_id: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  product_resource_id: Type.Optional(Type.String()),
  tags: Type.Optional(repeatedText()),
  include_deleted: Type.Optional(Type.String()),
});

export const listVolumes: Route = route({
  method: 'GET',
  path: `${blockZonePath}/volumes`,
  fact: 'facts/scaleway.md section 1 (tags repeats, total_count); parameters of list-block-volumes-basic#151',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'block_volumes', query);
    const tags = repeated(query.tags);
    // Assumption: a name filters by what it contains, and several tags must all be there.
    const found = [...world.volumes.values()].filter(
      (volume) =>
        (query.name === undefined || volume.name.includes(query.name)) &&
        (query.product_resource_id === undefined ||
          volume.reference?.serverId === query.product_resource_id) &&
        tags.every((tag) => volume.tags.includes(tag)),
    );
    // Assumption: deleted volumes are gone from the list, whatever include_deleted says.
    const volumes = inOrder(found, query.order_by).map((volume) => presentVolume(world, volume));
    return ok(countedPage('volumes', volumes, query));
  },
});
