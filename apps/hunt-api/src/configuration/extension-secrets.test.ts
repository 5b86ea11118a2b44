import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readExtensionSecrets } from './extension-secrets.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'extension-secrets-'));
  file = join(directory, 'kept/secrets.env');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const here = () => ({ file, generate: false, dryRun: false, env: {} });
const long = (letter: string) => letter.repeat(40);

test('secrets are made once, each its own, in a file that only its owner reads', async () => {
  const first = await readExtensionSecrets(['config', 'webhook'], { ...here(), generate: true });
  expect(first.generated).toEqual(['config', 'webhook']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(new Set(first.secrets.values()).size).toBe(2);
  const second = await readExtensionSecrets(['config', 'webhook'], { ...here(), generate: true });
  expect(second).toEqual({ secrets: first.secrets, generated: [] });
});

test('who only looks gets secrets too, and no file', async () => {
  const looked = await readExtensionSecrets(['config'], { ...here(), generate: true, dryRun: true });
  expect(looked.generated).toEqual(['config']);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

test('what is added to the file leaves the rest as it was', async () => {
  await readExtensionSecrets(['config'], { ...here(), generate: true });
  const before = await readFile(file, 'utf8');
  await readExtensionSecrets(['config', 'validate'], { ...here(), generate: true });
  const after = await readFile(file, 'utf8');
  expect(after.startsWith(before)).toBe(true);
  expect(after).toMatch(/^DRONE_VALIDATE_PLUGIN_SECRET=\S{64}$/m);
});

test('the environment comes before the file', async () => {
  await readExtensionSecrets(['config'], { ...here(), generate: true });
  const { secrets } = await readExtensionSecrets(['config'], {
    ...here(),
    env: { DRONE_YAML_SECRET: long('e') },
  });
  expect(secrets.get('config')).toBe(long('e'));
});

test('a missing secret is named, with what to do, unless it may be made', async () => {
  await expect(readExtensionSecrets(['config'], { ...here(), generate: false })).rejects.toThrow(
    /secrets\.env: DRONE_YAML_SECRET: is missing: the secret of the config extension\. Put it there/,
  );
});

test.each([
  ['short', { DRONE_YAML_SECRET: 'canary', DRONE_WEBHOOK_SECRET: long('b') }, 'has under 32 characters'],
  [
    'shared',
    { DRONE_YAML_SECRET: long('canary'), DRONE_WEBHOOK_SECRET: long('canary') },
    'DRONE_WEBHOOK_SECRET: is the secret of the config extension too',
  ],
])('a %s secret is refused and not repeated', async (_what, env, message) => {
  const refused = await readExtensionSecrets(['config', 'webhook'], { ...here(), generate: true, env }).catch(
    (error: unknown) => String(error),
  );
  expect(refused).toContain(message);
  expect(refused).not.toContain('canary');
});

test('a file that others can read is refused, and not closed behind their back', async () => {
  const open = join(directory, 'secrets.env');
  await writeFile(open, `DRONE_YAML_SECRET=${long('a')}\n`, { mode: 0o644 });
  await expect(readExtensionSecrets(['config'], { ...here(), file: open, generate: true })).rejects.toThrow(
    'can be read by others (mode 0644); if nobody did, close it with: chmod 600',
  );
  expect((await stat(open)).mode & 0o777).toBe(0o644);
});
