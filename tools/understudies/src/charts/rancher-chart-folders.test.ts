import { expect, test } from 'vitest';

import { stampChart } from './rancher-chart-folders.ts';

const chart = 'name: rancher\nversion: 2.15.0\nappVersion: v2.15.0\nkubeVersion: < 1.37.0-0\n';

test('a chart is stamped with another version and its own range of Kubernetes', () => {
  expect(stampChart(chart, { version: '2.14.4', kubeVersion: '< 1.36.0-0' })).toBe(
    'name: rancher\nversion: 2.14.4\nappVersion: v2.14.4\nkubeVersion: < 1.36.0-0\n',
  );
});

test('a chart that lacks a line to stamp is refused', () => {
  expect(() => stampChart('name: rancher\n', { version: '1', kubeVersion: '' })).toThrow('no line version');
});
