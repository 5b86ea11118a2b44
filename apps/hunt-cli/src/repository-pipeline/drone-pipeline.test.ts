import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, formatDroneFile, lintFile, parseDroneFile } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import pipelines from './drone-pipeline.ts';

const file = join(import.meta.dirname, '../../../../.drone.yml');

test('.drone.yml is what its description makes (UPDATE=1 renews it)', () => {
  const built = formatDroneFile(pipelines);
  if (process.env['UPDATE'] === '1') writeFileSync(file, built);
  expect(readFileSync(file, 'utf8')).toBe(built);
});

test('our own rules find nothing in it but that it wants a machine of its own', () => {
  const problems = lintFile(parseDroneFile(readFileSync(file)));
  expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'warning runs-on-host',
    'warning runs-on-host',
  ]);
});

test.each([
  [{ event: 'pull_request', branch: 'main' } as const, ['pull-request']],
  [{ event: 'push', branch: 'main' } as const, ['main']],
  [{ event: 'push', branch: 'feature' } as const, []],
  [{ event: 'tag', ref: 'refs/tags/x@1.0.0' } as const, []],
])('on %j runs %j', (event, names) => {
  const { pipelines: evaluated } = evaluate(pipelines, event);
  expect(evaluated.filter(({ runs }) => runs).map(({ name }) => name)).toEqual(names);
});
