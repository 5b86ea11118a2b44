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
