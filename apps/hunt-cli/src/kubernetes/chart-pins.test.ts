import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environmentSchema } from '../configuration/environment-schema.ts';
import { huntSchema } from '../configuration/hunt-schema.ts';
import { chartPins } from './chart-pins.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pins-'));
  await mkdir(join(directory, 'environments'));
});
afterEach(() => rm(directory, { recursive: true }));

const pin = {
  repository: 'oci://example.com/charts',
  chart: 'web',
  version: '1.0.0',
  sha256: 'a'.repeat(64),
};
const hunt = huntSchema.parse({
  ...{ name: 'demo', domain: 'demo.example.com' },
  instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
});
const pinsOf = (environment: object) =>
  chartPins({
    hunt,
    directory,
    environmentName: 'production',
    environment: environmentSchema.parse(environment),
  });
const production = { provider: 'scaleway', zone: 'fr-par-1' };
const file = () => join(directory, 'environments/production.charts.json');

test('a digest is kept once, and what is kept stays', async () => {
  const pins = pinsOf(production);
  expect(await pins.read()).toEqual([]);
  await pins.add([pin]);
  await pins.add([{ ...pin, sha256: 'b'.repeat(64) }]);
  expect(await pins.read()).toEqual([pin]);
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual([pin]);
});

test.each(['{', '{}', '[{"chart":"web"}]'])('a file with %s is refused with its name', async (text) => {
  await writeFile(file(), text);
  await expect(pinsOf(production).read()).rejects.toThrow('environments/production.charts.json is no list');
});

test('the stage keeps none', async () => {
  const pins = pinsOf({ provider: 'stage' });
  await pins.add([pin]);
  expect(await pins.read()).toEqual([]);
});
