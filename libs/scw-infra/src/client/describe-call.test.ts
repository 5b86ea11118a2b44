import { expect, test } from 'vitest';
import { describeCall } from './describe-call.ts';

test.each([
  ['POST', '/instance/v1/zones/fr-par-1/servers', 'create instance'],
  ['POST', '/instance/v1/zones/fr-par-1/servers/1/action', 'change power state of instance'],
  ['PATCH', '/instance/v1/zones/fr-par-1/servers/1/user_data/cloud-init', 'change user data of instance'],
  ['GET', '/instance/v1/zones/fr-par-1/products/servers/availability', 'read availability of instance types'],
  ['PUT', '/instance/v1/zones/fr-par-1/security_groups/1/rules', 'change rules of security group'],
  ['DELETE', '/instance/v1/zones/fr-par-1/ips/1', 'delete IP'],
  ['GET', '/iam/v1alpha1/ssh-keys', 'read SSH key'],
  ['GET', '/marketplace/v2/local-images', 'read marketplace image'],
  ['DELETE', '/block/v1/zones/fr-par-1/volumes/1', 'delete block volume'],
  ['GET', '/k8s/v1/regions/fr-par/versions', 'read Kubernetes versions'],
  ['POST', '/k8s/v1/regions/fr-par/clusters', 'create cluster'],
  ['POST', '/k8s/v1/regions/fr-par/clusters/1/upgrade', 'start upgrade of cluster'],
  ['GET', '/k8s/v1/regions/fr-par/clusters/1/kubeconfig', 'read kubeconfig of cluster'],
  ['POST', '/k8s/v1/regions/fr-par/clusters/1/pools', 'create pool'],
  ['PATCH', '/k8s/v1/regions/fr-par/pools/1', 'change pool'],
  ['DELETE', '/lb/v1/zones/fr-par-1/lbs/1', 'delete load balancer'],
  ['PATCH', '/lb/v1/zones/fr-par-1/ips/1', 'change IP of load balancer'],
  ['GET', '/lb/v1/zones/fr-par-1/lbs/1/private-networks', 'read private networks of load balancer'],
  ['GET', '/iam/v1alpha1/quota', 'read quota'],
  ['GET', '/registry/v1/images', 'read /registry/v1/images'],
])('%s %s is said as "%s"', (method, path, words) => {
  expect(describeCall(method, path)).toBe(words);
});
