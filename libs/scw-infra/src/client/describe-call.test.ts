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
  ['GET', '/k8s/v1/versions', 'read /k8s/v1/versions'],
])('%s %s is said as "%s"', (method, path, words) => {
  expect(describeCall(method, path)).toBe(words);
});
