/** Version of the Kubernetes modules in `go/go.mod`. */
export const kubernetesVersion = 'v1.36.3';

/** Version of the CoreDNS module in `coredns/go.mod`. */
export const coreDnsVersion = 'v1.15.0';
