import { expect, test } from 'vitest';

import { collectDashboards, type ConfigMap } from './collect-dashboards.ts';

const options = { folderAnnotation: 'grafana_folder', foldersFromFiles: true, dataSources: ['prometheus'] };
const configMap = (name: string, data: Record<string, string>, folder?: string): ConfigMap => ({
  metadata: {
    ...{ name, namespace: 'monitoring' },
    ...(folder === undefined ? {} : { annotations: { grafana_folder: folder } }),
  },
  data,
});
const model = (uid: string, more: object = {}): string =>
  JSON.stringify({ uid, title: `The ${uid}`, ...more });

test('every JSON file of a ConfigMap is a dashboard, in the folder that is annotated', () => {
  const { dashboards, problems } = collectDashboards(
    [
      configMap('hunt', { 'a.json': model('a'), 'README.md': 'not one' }, 'Hunt'),
      configMap('b', { 'b.json': model('b') }),
    ],
    options,
  );
  expect(dashboards.map(({ model: { uid }, folder, file }) => [uid, folder, file])).toEqual([
    ['b', '', 'b.json'],
    ['a', 'Hunt', 'Hunt/a.json'],
  ]);
  expect(problems).toEqual([]);
});

test('an annotation has no effect unless folders come from files', () => {
  const maps = [configMap('hunt', { 'a.json': model('a') }, 'Hunt')];
  expect(collectDashboards(maps, { ...options, foldersFromFiles: false }).dashboards[0]?.folder).toBe('');
});

test.for([
  ['what is no JSON', '{', 'it is no JSON'],
  ['one without a title', '{"uid":"a"}', 'it has no title'],
  ['one without a uid', '{"title":"A"}', 'its uid is missing or not allowed'],
  ['a uid that is taken', model('taken'), 'another dashboard has the uid taken'],
  [
    'a data source that there is not',
    model('a', { panels: [{ type: 'row', panels: [{ type: 'stat', datasource: { uid: 'tempo' } }] }] }),
    'there is no data source with the uid tempo',
  ],
] as const)('%s is told of and left out', ([, text, problem]) => {
  const first = configMap('0', { '0.json': model('taken') });
  const { dashboards, problems } = collectDashboards([first, configMap('1', { '1.json': text })], options);
  expect(dashboards).toHaveLength(1);
  expect(problems).toEqual([`monitoring/1, 1.json: ${problem}`]);
});
