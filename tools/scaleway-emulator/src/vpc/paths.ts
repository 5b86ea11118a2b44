/** Where every path of the VPC API starts, as a route. */
export const vpcRegionPath = '/vpc/v2/regions/:region';
