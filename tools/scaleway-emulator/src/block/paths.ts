/** Where every path of the Block API starts, as a route. */
export const blockZonePath = '/block/v1/zones/:zone';
