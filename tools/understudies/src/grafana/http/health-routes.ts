import type { Route } from './route.ts';

export const health: Route = {
  method: 'GET',
  path: '/api/health',
  fact: "Grafana's documentation, HTTP API, Other: health",
  isPublic: true,
  // Assumption: the commit that health tells is `understudy`.
  handle: ({ grafana }) => ({
    status: 200,
    body: { database: 'ok', version: grafana.version, commit: 'understudy' },
  }),
};

export const frontendSettings: Route = {
  method: 'GET',
  path: '/api/frontend/settings',
  fact: 'pkg/api/frontendsettings.go of grafana/grafana',
  // Assumption: of the settings for pages only `appUrl` and `buildInfo.version` are told, to who is logged in.
  handle: ({ grafana: { settings, version } }) => ({
    status: 200,
    body: { appUrl: new URL('/', settings.rootUrl).href, buildInfo: { version } },
  }),
};
