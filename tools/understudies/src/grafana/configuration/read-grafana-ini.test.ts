import { expect, test } from 'vitest';

import { readGrafanaIni } from './read-grafana-ini.ts';

test('the address is read, and what the chart always writes is passed over', () => {
  const text = '[paths]\ndata = /var/lib/grafana/\n\n[server]\nroot_url = https://grafana.example.com\n';
  expect(readGrafanaIni(text)).toEqual({ rootUrl: 'https://grafana.example.com' });
});

test.for([
  ['[auth.anonymous]\nenabled = true\n', 'auth.anonymous.enabled is not played'],
  ['[server]\nroot_url = https://example.com/grafana\n', 'no address of a whole site'],
] as const)('%s is refused', ([text, words]) => {
  expect(() => readGrafanaIni(text)).toThrow(words);
});
