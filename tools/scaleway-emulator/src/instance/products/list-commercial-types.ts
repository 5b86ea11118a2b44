import { Type } from 'typebox';

import { commercialTypes } from '../../catalogue/commercial-types.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';
import { presentCommercialType } from './present-commercial-type.ts';

export const listCommercialTypes: Route = route({
  method: 'GET',
  path: `${zonePath}/products/servers`,
  fact: 'facts/scaleway.md section 1 (default of 50 a page); server-with-reserved-ip#3',
  query: strict({ page: Type.Optional(integerText()), per_page: Type.Optional(integerText()) }),
  handle: (_world, { query }) => {
    const { items, headers } = instancePage('/products/servers', commercialTypes, query);
    const servers = Object.fromEntries(items.map((type) => [type.name, presentCommercialType(type)]));
    return { status: 200, headers, body: { servers } };
  },
});
