import { Type } from 'typebox';

import { commercialTypes } from '../../catalogue/commercial-types.ts';
import { instancePage } from '../../http/instance-page.ts';
import { integerText } from '../../http/pagination.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { zonePath } from '../paths.ts';

export const listAvailability: Route = route({
  method: 'GET',
  path: `${zonePath}/products/servers/availability`,
  fact: 'the body that @scaleway/sdk-instance 1.4.0 reads',
  query: strict({ page: Type.Optional(integerText()), per_page: Type.Optional(integerText()) }),
  handle: (world, { query }) => {
    const { items, headers } = instancePage('/products/servers/availability', commercialTypes, query);
    // Assumption: every commercial type is available until a test says otherwise, even at its end of service.
    const servers = Object.fromEntries(
      items.map((type) => [type.name, { availability: world.availability.get(type.name) ?? 'available' }]),
    );
    return { status: 200, headers, body: { servers } };
  },
});
