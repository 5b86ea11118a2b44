import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

interface Schema {
  additionalProperties?: boolean;
  description?: string;
  properties?: Record<string, Schema>;
}

const schema = JSON.parse(
  readFileSync(new URL('../../charts/rancher/values.schema.json', import.meta.url), 'utf8'),
) as Schema;

test('every value that the chart takes says where the real chart has it', () => {
  const uncited = Object.entries(schema.properties ?? {})
    .filter(([, { description }]) => !/facts\/(k3s-rancher|hosts-helm-charts)\.md/.test(description ?? ''))
    .map(([name]) => name);
  expect(uncited).toEqual([]);
});

test('no object of the values takes what is not named', () => {
  const objects = [schema, ...Object.values(schema.properties ?? {}).filter(({ properties }) => properties)];
  expect(objects.map(({ additionalProperties }) => additionalProperties)).toEqual(objects.map(() => false));
});
