import { expect, test } from 'vitest';

import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { keyOf } from '../kubernetes/kubernetes-object.ts';
import { traefikDialect } from '../traefik/traefik-dialect.ts';
import type { ClusterState, Ingress } from './cluster-objects.ts';
import { formatNginx } from './format-nginx.ts';
import type { IngressDialect } from './ingress-dialect.ts';
import { planRouting } from './plan-routing.ts';
import { planAddresses } from './publish-addresses.ts';

const dialect: IngressDialect = { ...traefikDialect, redirect: 'everything' };
const byKey = <Kind extends KubernetesObject>(...all: Kind[]): Map<string, Kind> =>
  new Map(all.map((one) => [keyOf(one), one]));

function ingressOf(
  name: string,
  spec: Partial<Ingress['spec']> & { host?: string; path?: string; pathType?: 'Prefix' | 'Exact' } = {},
  annotations: Record<string, string> = {},
): Ingress {
  const { host = 'app.example.org', path = '/', pathType = 'Prefix', ...rest } = spec;
  const backend = { service: { name: 'app', port: { name: 'http' } } };
  return {
    metadata: { name, namespace: 'apps', annotations, creationTimestamp: `2026-11-24T00:00:00Z` },
    spec: { rules: [{ host, http: { paths: [{ path, pathType, backend }] } }], ...rest },
  };
}

const stateOf = (...ingresses: Ingress[]): ClusterState => ({
  ingresses: byKey(...ingresses),
  classes: byKey(
    { metadata: { name: 'traefik' }, spec: { controller: 'traefik.io/ingress-controller' } },
    { metadata: { name: 'other' }, spec: { controller: 'example.org/other' } },
  ),
  services: byKey({
    metadata: { name: 'app', namespace: 'apps' },
    spec: { ports: [{ name: 'http', port: 80 }] },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  }),
  slices: byKey({
    metadata: {
      name: 'app-1',
      namespace: 'apps',
      labels: { 'kubernetes.io/service-name': 'app' },
    },
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [
      { addresses: ['192.0.2.11'], conditions: { ready: true } },
      { addresses: ['192.0.2.12'], conditions: { ready: false } },
    ],
  }),
  secrets: new Map(),
});

test('an Ingress is ours by its class, by the old annotation, or without either', () => {
  const { ours } = planRouting(
    stateOf(
      ingressOf('a', { ingressClassName: 'traefik' }),
      ingressOf('b', { ingressClassName: 'other' }),
      ingressOf('c', { ingressClassName: 'unknown' }),
      ingressOf('d', {}, { 'kubernetes.io/ingress.class': 'traefik' }),
      ingressOf('e', {}, { 'kubernetes.io/ingress.class': 'nginx' }),
      ingressOf('f'),
    ),
    dialect,
  );
  expect(ours).toEqual(['apps/a', 'apps/d', 'apps/f']);
});

test('only ready endpoints are routed to, by the port that the Service names', () => {
  const { hosts, problems } = planRouting(stateOf(ingressOf('a')), dialect);
  expect(problems).toEqual([]);
  expect(hosts).toEqual([
    {
      host: 'app.example.org',
      hasTls: false,
      paths: [{ path: '/', isExact: false, endpoints: ['192.0.2.11:8080'] }],
    },
  ]);
});

test.for([
  ['an unplayed annotation', {}, { 'traefik.ingress.kubernetes.io/router.middlewares': 'x' }, 'not played'],
  ['a default backend', { defaultBackend: {} }, {}, 'a default backend is not played'],
  ['a TLS secret that is not there', { tls: [{ secretName: 'gone' }] }, {}, 'gone is not served'],
  ['a path that would end the quotes', { path: '/"; }' }, {}, 'cannot be served'],
] as const)('%s is a problem that is told', ([, spec, annotations, message]) => {
  const { problems } = planRouting(stateOf(ingressOf('a', spec, annotations)), dialect);
  expect(problems.join()).toContain(message);
});

test('of two Ingresses for one path the older is served', () => {
  const older = ingressOf('z');
  const younger = ingressOf('a');
  younger.metadata.creationTimestamp = '2026-11-25T00:00:00Z';
  const { hosts, problems } = planRouting(stateOf(younger, older), dialect);
  expect(hosts[0]?.paths).toHaveLength(1);
  expect(problems).toEqual(["Ingress apps/a: app.example.org/ is another Ingress's already"]);
});

test('an address is published where it is not yet, and nothing before there is one', () => {
  const state = stateOf(ingressOf('a'));
  const changes = [{ key: 'apps/a', addresses: [{ ip: '192.0.2.1' }] }];
  expect(planAddresses(state, ['apps/a'], 'apps/app')).toEqual(changes);
  expect(planAddresses(state, ['apps/a'], 'apps/none')).toEqual([]);
  const shown = ingressOf('a');
  shown.status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
  expect(planAddresses(stateOf(shown), ['apps/a'], 'apps/app')).toEqual([]);
});

test('prefixes go by text as for Traefik, or by parts of the path where the controller is strict', () => {
  const routing = planRouting(stateOf(ingressOf('a', { path: '/foo' })), dialect);
  const place = {
    ...{ directory: '/d', httpPort: 80, httpsPort: 443, statusSocket: '/d/status', generation: '1' },
    ...{ certificateFiles: [], isRoot: false, defaultCertificateFile: 'default.pem' },
  };
  expect(formatNginx(routing, dialect, place)).toContain('location ^~ "/foo" {');
  const strict = formatNginx(routing, { ...dialect, isPrefixByText: false }, place);
  expect(strict).toContain('location = "/foo" {');
  expect(strict).toContain('location ^~ "/foo/" {');
});
