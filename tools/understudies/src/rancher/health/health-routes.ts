import { ok, route, type Route } from '../http/route.ts';
import { settingValue } from '../settings/settings.ts';

const fact = 'facts/k3s-rancher.md §3, row "Ready"';

export const ping: Route = route({
  method: 'GET',
  path: '/ping',
  fact,
  isPublic: true,
  isProbe: true,
  handle: () => ({ status: 200, body: 'pong' }),
});

export const healthz: Route = route({
  method: 'GET',
  path: '/healthz',
  fact,
  isPublic: true,
  isProbe: true,
  // Assumption: /healthz answers `ok`.
  handle: () => ({ status: 200, body: 'ok' }),
});

export const rancherVersion: Route = route({
  method: 'GET',
  path: '/rancherversion',
  fact,
  isPublic: true,
  // Assumption: /rancherversion answers Version, GitCommit and RancherPrime, the last as text.
  handle: ({ version }) => ok({ Version: `v${version}`, GitCommit: 'understudy', RancherPrime: 'false' }),
});

export const caCertificates: Route = route({
  method: 'GET',
  path: '/cacerts',
  fact,
  isPublic: true,
  handle: (rancher) => ({ status: 200, body: settingValue(rancher, 'cacerts') }),
});
