import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { assumedValues, chartsWithValues, whyAssumed } from './assumed-values.ts';
import { chartValues } from './chart-values.ts';

const charts = chartsWithValues().map(({ chart }) => chart);

test.for([
  ['facts/k3s-rancher.md §4', undefined],
  ['charts/grafana/values.yaml@12.11.1 `admin`', undefined],
  ['charts/grafana/values.yaml@12.11 `admin`', undefined],
  ['charts/grafana/values.yaml@12.1 `admin`', 'seen in charts/grafana/values.yaml@12.1'],
  ['a/values.yaml@0396812 and b.tpl@1bdbe37.', 'seen in a/values.yaml@0396812 and b.tpl@1bdbe37'],
  ['Assumption: nobody saw it', 'nobody saw it'],
] as const)('what a value says of itself is judged: %s', ([source, why]) => {
  expect(whyAssumed({ chart: 'grafana', path: 'admin', source }, ['12.11.1'])).toBe(why);
});

test('a value that cites nothing is refused', () => {
  const value = { chart: 'grafana', path: 'admin', source: 'The administrator' };
  expect(() => whyAssumed(value, ['12.11.1'])).toThrow('grafana: admin does not say where');
});

test('the README lists exactly the values that are only assumed', () => {
  const lines = new Map<string, string[]>();
  for (const { chart, path, why } of assumedValues()) {
    const key = `${chart}, ${why}: `;
    lines.set(key, [...(lines.get(key) ?? []), `\`${path}\``]);
  }
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const section = readme.split('\n## Values that are only assumed\n')[1]?.split('\n## ')[0] ?? '';
  // Prettier does not break lists apart; each is one line.
  const listed = [...section.matchAll(/^- (.+)$/gm)].map(([, line]) => line);
  expect(listed).toEqual([...lines].map(([key, paths]) => key + paths.join(', ')));
});

test.for(charts)('no object of the values of %s takes what is not named', (chart) => {
  const values = chartValues(chart);
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter(({ isOpen }) => isOpen).map(({ path }) => path)).toEqual([]);
});
