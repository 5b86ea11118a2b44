import { Type } from 'typebox';

import { checkProject } from '../../http/check-project.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';

const query = strict({
  page: Type.Optional(integerText()),
  per_page: Type.Optional(integerText()),
  project: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  tags: Type.Optional(Type.String()),
  volume_type: Type.Optional(Type.String()),
});

/** Local volumes, of which there are none. */
export const listInstanceVolumes: Route = route({
  method: 'GET',
  path: `${zonePath}/volumes`,
  fact: 'facts/scaleway.md section 2: SBS volumes are unknown to the Instance API (…cloud-init-at-start#44)',
  query,
  handle: (world, { query }) => {
    checkProject(world, 'read', 'compute_volumes', query);
    const { headers } = instancePage('/volumes', [], query);
    return { status: 200, headers, body: { volumes: [] } };
  },
});
