/** Every extension of one server, each with its own secret. */
import {
  callExtension,
  extensionRequest,
  type ExtensionCalls,
  type ExtensionKind,
} from '@wescale/drone-pipelines';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretNames } from '../src/configuration/extension-secrets.ts';
import { createApiFolder, deployPipeline, image, secretOf, type ApiFolder } from './api-folder.ts';
import { startApi, type RunningApi } from './running-api.ts';

const extensions = `config: {}
convert: {}
validate: {}
webhook: {}
admission: { admins: [operator], members: [player] }
secret:
  grants:
  - { path: game/deploy, name: token, file: values/token, uids: ['40'], events: [custom], triggers: [game] }
registry:
  credentials:
  - { address: registry.example.com, username: puller, passwordFile: values/password, uids: ['30', '40'], events: [push, custom] }
environ:
  variables:
  - { name: GAME_URL, value: 'https://game.example.com', uids: ['30'], events: [push] }
  - { name: GAME_KEY, valueFile: values/key, uids: ['40'], events: [custom] }
`;

const repo = { id: 4, uid: '40', user_id: 1, namespace: 'game', name: 'jobs', slug: 'game/jobs' };
const params = { IMAGE_DIGEST: `sha256:${'b'.repeat(64)}` };
const build = { id: 7, number: 3, event: 'custom', trigger: 'game', params };
const players = { ...repo, id: 3, uid: '30', slug: 'players/first' };

let folder: ApiFolder;
let api: RunningApi;
beforeAll(async () => {
  folder = await createApiFolder(extensions);
  for (const name of ['token', 'password', 'key'])
    await folder.write(`values/${name}`, `canary-${name}\n`, 0o600);
  api = await startApi(['--config', folder.configuration]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

function ask<Kind extends ExtensionKind>(
  kind: Kind,
  call: ExtensionCalls[Kind]['request'],
  encrypted = false,
): Promise<ExtensionCalls[Kind]['answer']> {
  return callExtension(kind, call, {
    endpoint: `${api.url}/drone/${kind}`,
    secret: secretOf(kind),
    encrypted,
  });
}

test('a job is given its pipeline, converted to it and validated as it', async () => {
  const { data } = (await ask('config', { build, repo })) as { data: string };
  expect(data).toContain('name: deploy');
  expect(await ask('convert', { build, repo, config: { data: 'kind: pipeline' } })).toEqual({ data });
  expect(await ask('validate', { build, repo, config: { data } })).toBe('accept');
  expect(await ask('validate', { build, repo, config: { data: deployPipeline } })).toHaveProperty('refuse');
});

test('a job that a player starts is refused', async () => {
  await expect(ask('config', { repo, build: { ...build, trigger: 'player' } })).rejects.toThrow(
    'by the game only',
  );
});

test('who may log in is decided, and who administrates', async () => {
  const login = (name: string) =>
    ask('admission', { event: 'login', user: { id: 1, login: name, admin: true } });
  expect(await login('operator')).toEqual({ admin: true });
  expect(await login('player')).toEqual({ admin: false });
  expect(await login('stranger')).toBe('deny');
});

test.each([false, true])('a secret is there for its job only (encrypted: %j)', async (encrypted) => {
  const call = { path: 'game/deploy', name: 'token', repo, build };
  expect(await ask('secret', call, encrypted)).toMatchObject({ data: 'canary-token' });
  expect(await ask('secret', { ...call, build: { ...build, event: 'pull_request' } }, encrypted)).toBeNull();
  expect(await ask('secret', { ...call, repo: players }, encrypted)).toBeNull();
  expect(await ask('secret', { ...call, name: 'other' }, encrypted)).toBeNull();
});

test('credentials and variables follow repository and event', async () => {
  const push = { ...build, event: 'push' };
  expect(await ask('registry', { repo, build })).toEqual([
    { address: 'registry.example.com', username: 'puller', password: 'canary-password' },
  ]);
  expect(await ask('registry', { repo: players, build: { ...build, event: 'pull_request' } })).toEqual([]);
  expect(await ask('environ', { repo: players, build: push })).toEqual([
    { name: 'GAME_URL', data: 'https://game.example.com', mask: false },
  ]);
  expect(await ask('environ', { repo, build })).toEqual([
    { name: 'GAME_KEY', data: 'canary-key', mask: true },
  ]);
});

test('what happens in Drone is heard once', async () => {
  const call = { event: 'build', action: 'updated', repo, build: { ...build, status: 'success' } } as const;
  const options = {
    endpoint: `${api.url}/drone/webhook`,
    secret: secretOf('webhook'),
    now: () => Date.now(),
  };
  const sentAt = Date.now();
  const send = () => fetch(extensionRequest('webhook', call, { ...options, now: () => sentAt }));
  expect([(await send()).status, (await send()).status]).toEqual([204, 409]);
});

test('no extension takes the secret of another', async () => {
  const kinds = Object.keys(secretNames) as ExtensionKind[];
  for (const kind of kinds)
    for (const other of kinds.filter((one) => one !== kind)) {
      const call = { build, repo, event: 'build', action: 'created' } as ExtensionCalls['config']['request'];
      const request = extensionRequest(kind as 'config', call, {
        endpoint: `${api.url}/drone/${kind}`,
        secret: secretOf(other),
      });
      expect((await fetch(request)).status, `${other} for ${kind}`).toBe(401);
    }
});

test('the log says who was given what, and holds no value', () => {
  const lines = api.logged();
  expect(
    lines.find((line) => line['extension'] === 'secret' && line['outcome'] === 'answered'),
  ).toMatchObject({
    asked: { path: 'game/deploy', name: 'token' },
    repository: { uid: '40' },
  });
  expect(lines.find((line) => line['extension'] === 'webhook')).toMatchObject({
    event: 'build',
    action: 'updated',
    build: { number: 3, status: 'success' },
  });
  expect(api.lines.join('\n')).not.toMatch(new RegExp(`canary|${image}|hmac-key`));
});
