import { expect, test } from 'vitest';

import { dashboardConfigMaps, dashboardTitles } from './dashboards.ts';

interface RenderedDashboard {
  uid: string;
  title: string;
  panels: RenderedPanel[];
  templating: { list: { name: string }[] };
}

interface RenderedPanel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string }[];
}

interface ConfigMap {
  metadata: { name: string; labels: object; annotations: object };
  data: Record<string, string>;
}

const configMaps = dashboardConfigMaps() as unknown as ConfigMap[];
const rendered = configMaps.map(({ data }) => JSON.parse(Object.values(data)[0]!) as RenderedDashboard);

test('each dashboard is a ConfigMap that Grafana finds by its label', () => {
  expect(configMaps.map(({ metadata }) => metadata)).toEqual(
    ['dashboard-platform', 'dashboard-logs'].map((name) => ({
      ...{ name, labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Hunt' } },
    })),
  );
  expect(rendered.map(({ uid, title }) => [uid, title])).toEqual([
    ['hunt-platform', 'Platform'],
    ['hunt-logs', 'Logs'],
  ]);
});

test('the same text comes out every time', () => {
  expect(dashboardConfigMaps()).toEqual(configMaps);
});

test('every panel has a number of its own, a place that nobody else has, and a query unless it is a row', () => {
  for (const { panels } of rendered) {
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_panel, index) => index + 1));
    for (const [index, panel] of panels.entries()) {
      const { type, title, gridPos, targets = [] } = panel;
      expect(
        targets.map(({ refId }) => refId),
        title,
      ).toEqual(type === 'row' ? [] : ['A']);
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      expect(
        panels.slice(index + 1).filter((other) => overlaps(panel, other)),
        title,
      ).toEqual([]);
    }
  }
});

test('every variable that a query names is one of its dashboard, or of Grafana itself', () => {
  for (const { panels, templating } of rendered) {
    const known = ['__rate_interval', '__range', '__auto', ...templating.list.map(({ name }) => name)];
    const named = panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name)),
    );
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  }
});

test('their titles are known before Grafana has them', () => {
  expect(dashboardTitles).toEqual(rendered.map(({ title }) => title));
});

function overlaps({ gridPos: a }: RenderedPanel, { gridPos: b }: RenderedPanel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
