/** What a user meets at the start: secrets that are made, and one clear error for what is wrong. */
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseEnv } from 'node:util';
import { callExtension } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { createApiFolder, deployPipeline, gradePipeline, secretOf } from './api-folder.ts';
import { runApi, startApi } from './running-api.ts';

const build = { id: 7, event: 'push' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'players', name: 'first', slug: 'players/first' };

test('secrets are made at the first start and kept for the next', async () => {
  await using folder = await createApiFolder('config: {}\nwebhook: {}');
  await folder.write(
    'hunt-api.yaml',
    (await readFile(folder.configuration, 'utf8')).replace('secrets.env', 'made/secrets.env, generate: true'),
  );
  const ask = async () => {
    await using api = await startApi(['--config', folder.configuration]);
    const secrets = parseEnv(await readFile(folder.path('made/secrets.env'), 'utf8'));
    const secret = secrets['DRONE_YAML_SECRET'] ?? '';
    const answer = await callExtension(
      'config',
      { build, repo },
      { endpoint: `${api.url}/drone/config`, secret },
    );
    expect(answer).toHaveProperty('data');
    expect(api.lines.join('')).not.toContain(secret);
    return secret;
  };
  const first = await ask();
  expect((await stat(folder.path('made/secrets.env'))).mode & 0o777).toBe(0o600);
  expect(await ask()).toBe(first);
});

test('a taken port is one clear error', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  try {
    await using folder = await createApiFolder();
    const text = await readFile(folder.configuration, 'utf8');
    await folder.write('hunt-api.yaml', text.replace('port: 0', `port: ${port}`));
    const { exitCode, stderr } = await runApi(['--config', folder.configuration]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `hunt-api: port ${port} of 127.0.0.1 is taken by another program; stop it, or set listen.port in ${folder.configuration}\n`,
    );
  } finally {
    other.close();
  }
});

test('an address of another machine is one clear error', async () => {
  await using folder = await createApiFolder();
  const text = await readFile(folder.configuration, 'utf8');
  await folder.write('hunt-api.yaml', text.replace('port: 0', 'port: 0, host: 192.0.2.1'));
  expect(await runApi(['--config', folder.configuration])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('192.0.2.1 is no address of this machine; set listen.host') as string,
  });
});

test.each<[string, (text: string) => string, string]>([
  ['an unknown field', (text) => `${text}colour: red\n`, 'hunt-api.yaml:7: colour: is not a known field'],
  [
    'a file of repositories that is not there',
    (text) => text.replace('managed.yaml', 'other.yaml'),
    'other.yaml: there is no such file; write it, or correct repositories in the configuration',
  ],
  [
    'a file of secrets that is not there',
    (text) => text.replace('secrets.env', 'other.env'),
    'other.env: DRONE_YAML_SECRET: is missing: the secret of the config extension. Put it there',
  ],
  [
    'a secret for players',
    (text) =>
      `${text}  secret: { grants: [{ path: p, name: n, file: secrets.env, uids: ['30'], events: [push] }] }\n`,
    'hunt-api.yaml:7: extensions.secret.grants.0.uids.0: is a repository of players (30), whose pipelines run their code',
  ],
  [
    'a value that others can read',
    (text) =>
      `${text}  secret: { grants: [{ path: p, name: n, file: grade.yml, uids: ['40'], events: [custom] }] }\n`,
    'grade.yml: can be read by others (mode 0644)',
  ],
  [
    'a grant to a repository that is not managed',
    (text) => `${text}  environ: { variables: [{ name: A, value: b, uids: ['50'], events: [push] }] }\n`,
    'hunt-api.yaml:7: extensions.environ.variables.0.uids.0: is no managed repository (50); add it to repositories',
  ],
])('%s is one clear error', async (_what, spoil, message) => {
  await using folder = await createApiFolder();
  await folder.write('hunt-api.yaml', spoil(await readFile(folder.configuration, 'utf8')));
  const { exitCode, stdout, stderr } = await runApi(['--config', folder.configuration]);
  expect(stderr).toContain(message);
  expect([exitCode, stdout, stderr.trimEnd().split('\n').length]).toEqual([1, '', 1]);
});

test.each<[string, string, string, string]>([
  [
    'a secret in a pipeline for players',
    'grade.yml',
    `${gradePipeline}  environment: { TOKEN: { from_secret: token } }\n`,
    'grade.yml:11: steps[0].environment.TOKEN: The secret "token" is asked for on',
  ],
  [
    'an image by its tag',
    'grade.yml',
    gradePipeline.replace(/image: .*/, 'image: grader:latest'),
    'grade.yml:7: steps[0].image: The image "grader:latest" is not pinned by a digest. Name the image by its digest',
  ],
  [
    'a key that Drone ignores',
    'grade.yml',
    gradePipeline.replace('commands:', 'command_s:'),
    'grade.yml:9: steps[0].command_s: Drone does not know the key "command_s" here',
  ],
  [
    'a document that is no pipeline',
    'grade.yml',
    `${gradePipeline}---\nkind: cron\nname: nightly\nspec: { schedule: '0 0 2 * * *', branch: main }\n`,
    'grade.yml:12: kind: is cron; only pipelines can be answered with',
  ],
  [
    'text that Drone cannot read',
    'grade.yml',
    'kind: [',
    'grade.yml:2: Cannot read the pipeline file at line 2, column 1',
  ],
  [
    'a job that clones',
    'deploy.yml',
    deployPipeline.replace('clone: { disable: true }\n', ''),
    'deploy.yml:1: clone: A job with secrets clones a repository. Set clone: { disable: true }.',
  ],
])('%s is found before anybody is served', async (_what, file, content, message) => {
  await using folder = await createApiFolder();
  await folder.write(file, content);
  const { exitCode, stderr } = await runApi(['--config', folder.configuration, '--check']);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(1);
});

test('a valid configuration is said to be one, and nothing is served', async () => {
  await using folder = await createApiFolder();
  expect(await runApi(['--config', folder.configuration, '--check'])).toEqual({
    exitCode: 0,
    stdout: `${folder.configuration} is valid\n`,
    stderr: '',
  });
});

test('a check makes no secrets', async () => {
  await using folder = await createApiFolder();
  const text = await readFile(folder.configuration, 'utf8');
  await folder.write('hunt-api.yaml', text.replace('secrets.env', 'new/secrets.env, generate: true'));
  expect(await runApi(['--config', folder.configuration, '--check'])).toMatchObject({ exitCode: 0 });
  await expect(stat(folder.path('new'))).rejects.toThrow('ENOENT');
});

test('secrets can come from the environment alone', async () => {
  await using folder = await createApiFolder();
  const text = await readFile(folder.configuration, 'utf8');
  await folder.write('hunt-api.yaml', text.replace('secrets.env', 'none.env'));
  await using api = await startApi(['--config', folder.configuration], {
    DRONE_YAML_SECRET: secretOf('config'),
  });
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
});

test('an unknown option shows how it is used', async () => {
  const { exitCode, stderr } = await runApi(['--prot', '80']);
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/'--prot'(.|\n)*Usage: hunt-api/)]);
});
