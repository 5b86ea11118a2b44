/** Where every path of the Load Balancer API starts, as a route. */
export const lbZonePath = '/lb/v1/zones/:zone';
