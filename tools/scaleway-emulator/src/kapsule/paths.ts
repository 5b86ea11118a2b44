/** Where every path of the Kubernetes API starts, as a route. */
export const kapsuleRegionPath = '/k8s/v1/regions/:region';
