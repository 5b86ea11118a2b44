import { expect, test } from 'vitest';

import { matchPath } from './route.ts';

test.for([
  ['/api/health', '/api/health', {}],
  ['/api/dashboards/uid/:uid', '/api/dashboards/uid/hunt%2Dlogs', { uid: 'hunt-logs' }],
  ['/proxy/:uid/*', '/proxy/loki/loki/api/v1/query', { uid: 'loki', rest: 'loki/api/v1/query' }],
  ['/api/health', '/api/health/more', undefined],
  ['/d/:uid', '/d/', undefined],
  ['/d/:uid/:slug', '/d/a', undefined],
] as const)('%s and %s', ([pattern, path, parameters]) => {
  expect(matchPath(pattern, path)).toEqual(parameters);
});
