import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCredentials } from './read-credentials.ts';

const id = (n: number) => `${String(n).repeat(8)}-1111-4111-8111-111111111111`;
const key = (letter: string) => `SCW${letter.repeat(17)}`;

const file = `
access_key: ${key('A')}
secret_key: ${id(1)}
default_organization_id: ${id(2)}
default_project_id: ${id(3)}
active_profile: work
profiles:
  work:
    access_key: "${key('W')}"
  other:
    access_key: ${key('X')}
    default_project_id: ${id(9)}
`;

let directory = '';
const env = (more: Record<string, string> = {}) => ({
  SCW_CONFIG_PATH: join(directory, 'config.yaml'),
  ...more,
});

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'credentials-'));
  await writeFile(join(directory, 'config.yaml'), file);
});
afterAll(() => rm(directory, { recursive: true }));

test('the active profile of the configuration file lies over its top level', async () => {
  const found = await readCredentials(env());
  expect(found).toEqual({ accessKey: key('W'), secretKey: id(1), organizationId: id(2), projectId: id(3) });
});

test('the environment wins over the file, field by field', async () => {
  const found = await readCredentials(env({ SCW_ACCESS_KEY: key('E'), SCW_PROFILE: 'other' }));
  expect(found).toMatchObject({ accessKey: key('E'), projectId: id(9) });
});

test('a profile asked for wins over the one of the environment', async () => {
  expect((await readCredentials(env({ SCW_PROFILE: 'work' }), 'other')).accessKey).toBe(key('X'));
});

test('a profile that is not there is an error that names it', async () => {
  await expect(readCredentials(env(), 'nope')).rejects.toThrow('has no profile nope');
});

test('without any, every missing field is named at once, with what to do', async () => {
  const missing = readCredentials({ SCW_CONFIG_PATH: join(directory, 'none.yaml') });
  await expect(missing).rejects.toThrow(
    /SCW_ACCESS_KEY(.|\n)*SCW_SECRET_KEY(.|\n)*scw init(.|\n)*--environment stage/,
  );
});

test('a malformed secret is named but never shown', async () => {
  const malformed = readCredentials(env({ SCW_SECRET_KEY: 'hunter2' }));
  await expect(malformed).rejects.toThrow('SCW_SECRET_KEY (or secret_key) has not the form of a UUID');
  await expect(malformed).rejects.not.toThrow('hunter2');
});

test('a file that is not YAML is named with its line, never quoted', async () => {
  const broken = join(directory, 'broken.yaml');
  await writeFile(broken, 'secret_key: [hunter2\n');
  const reading = readCredentials({ SCW_CONFIG_PATH: broken });
  await expect(reading).rejects.toThrow(/broken\.yaml:\d+: is not YAML/);
  await expect(reading).rejects.not.toThrow('hunter2');
});
