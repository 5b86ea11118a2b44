import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedSchemas } from './json-schemas.ts';

const folder = join(import.meta.dirname, '../../../../docs/reference');

test.each(Object.keys(publishedSchemas))('docs/reference/%s is current (UPDATE=1 renews it)', (name) => {
  const current = `${JSON.stringify(publishedSchemas[name], null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(join(folder, name), current);
  expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(publishedSchemas[name]);
});
