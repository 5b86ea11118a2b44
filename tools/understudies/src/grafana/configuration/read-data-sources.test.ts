import { expect, test } from 'vitest';
import { stringify } from 'yaml';

import { readDataSources } from './read-data-sources.ts';

const loki = {
  name: 'Loki',
  uid: 'loki',
  type: 'loki',
  access: 'proxy',
  url: 'http://loki.logging.svc:3100',
};
const read = (...datasources: object[]): unknown =>
  readDataSources(stringify({ apiVersion: 1, datasources }));

test('data sources are read in their order', () => {
  expect(read(loki, { ...loki, name: 'Other', uid: 'other', isDefault: true })).toMatchObject([
    { id: 1, uid: 'loki' },
    { id: 2, uid: 'other', isDefault: true },
  ]);
});

test.for([
  ['a field that is not played', [{ ...loki, jsonData: {} }], /jsonData/],
  ['a kind that is not played', [{ ...loki, type: 'tempo' }], /datasources\.0\.type/],
  ['access by the browser', [{ ...loki, access: 'direct' }], /datasources\.0\.access/],
  ['one uid twice', [loki, { ...loki, name: 'Second' }], /two have the uid loki/],
  [
    'two defaults',
    [
      { ...loki, isDefault: true },
      { ...loki, name: 'Second', uid: 'second', isDefault: true },
    ],
    /only one can be marked as default/,
  ],
] as const)('%s is refused', ([, datasources, words]) => {
  expect(() => read(...datasources)).toThrow(words);
});
