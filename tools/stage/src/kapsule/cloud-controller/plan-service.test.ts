import { expect, test } from 'vitest';
import type { Node, Service } from './objects.ts';
import { planFrontends, readService } from './plan-service.ts';

const service = (change: Partial<Service['spec']>, annotations: Record<string, string> = {}): Service => ({
  metadata: { name: 'traefik', annotations },
  spec: { type: 'LoadBalancer', ports: [{ port: 443, nodePort: 30443 }], ...change },
});
const node = (address: string, ready: string, labels: Record<string, string> = {}): Node => ({
  metadata: { name: address, labels },
  spec: {},
  status: {
    addresses: [
      { type: 'Hostname', address: 'n' },
      { type: 'InternalIP', address },
    ],
    conditions: [{ type: 'Ready', status: ready }],
  },
});

test('a Service of the type is wanted, with what its annotations ask for', () => {
  expect(readService(service({}))).toEqual({ kind: 'wanted', order: {} });
  const annotations = {
    'service.beta.kubernetes.io/scw-loadbalancer-type': 'LB-S',
    'service.beta.kubernetes.io/scw-loadbalancer-ip-ids': 'ip-1',
    'service.beta.kubernetes.io/scw-loadbalancer-id': 'fr-par-1/lb-1',
    'example.com/other': 'yes',
  };
  expect(readService(service({}, annotations))).toEqual({
    kind: 'wanted',
    order: { type: 'lb-s', ipId: 'ip-1' },
  });
  expect(readService(service({ type: 'ClusterIP' }))).toEqual({ kind: 'none' });
  expect(readService(service({ loadBalancerClass: 'other' }))).toEqual({ kind: 'none' });
});

test('what nobody plays is refused by its name', () => {
  const proxy = { 'service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2': 'true' };
  expect(readService(service({}, proxy))).toMatchObject({
    why: expect.stringContaining('proxy-protocol-v2') as string,
  });
  expect(readService(service({ ports: [{ port: 53, protocol: 'UDP' }] }))).toMatchObject({
    why: expect.stringContaining('UDP') as string,
  });
});

test('ports lead to their node ports on the nodes that are ready', () => {
  const excluded = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' };
  const nodes = [node('198.18.0.34', 'True'), node('198.18.0.33', 'True'), node('198.18.0.35', 'Unknown')];
  expect(planFrontends(service({}), [...nodes, node('198.18.0.36', 'True', excluded)])).toEqual([
    { port: 443, backendPort: 30443, backendAddresses: ['198.18.0.33', '198.18.0.34'] },
  ]);
});
