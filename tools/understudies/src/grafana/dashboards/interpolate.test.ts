import { expect, test } from 'vitest';

import type { DashboardModel } from './dashboard.ts';
import { interpolate } from './interpolate.ts';

const dashboard: DashboardModel = {
  uid: 'a',
  title: 'A',
  templating: {
    list: [
      { name: 'namespace', type: 'query', allValue: '.+', current: { value: '$__all' } },
      { name: 'pods', type: 'custom', current: { value: ['a', 'b'] } },
    ],
  },
};

test.for([
  ['rate(x{namespace=~"$namespace"}[$__rate_interval])', 'rate(x{namespace=~".+"}[5m])'],
  ['{pod=~"${pods:regex}"} |= "$unknown"', '{pod=~"(a|b)"} |= "$unknown"'],
] as const)('%s becomes %s', ([query, plain]) => {
  expect(interpolate(query, dashboard)).toBe(plain);
});

test('what is chosen wins over what is current', () => {
  expect(interpolate('{namespace=~"$namespace"}', dashboard, { namespace: 'game' })).toBe(
    '{namespace=~"game"}',
  );
});
