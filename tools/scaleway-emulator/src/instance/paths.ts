import type { World } from '../state/world.ts';

/** Where every path of the Instance API starts, as a route. */
export const zonePath = '/instance/v1/zones/:zone';

/** The same for a `Location` header. */
export const inZone = (world: World, path: string): string => `/instance/v1/zones/${world.zone}${path}`;
