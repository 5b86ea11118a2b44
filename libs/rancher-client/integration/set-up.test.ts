import { describe, expect, test } from 'vitest';
import {
  applySetUp,
  createToken,
  isLoginRefused,
  listSettings,
  login,
  planSetUp,
  readSetting,
  readSetUp,
  ready,
  updateSetting,
  whoAmI,
  type RancherClient,
  type RequestRefusedError,
  type SetUpDesired,
} from '@wescale/rancher-client';
import { bootstrapPassword, desired, password, serverUrl, startWorld } from './world.ts';

/** Reads, plans and applies. @returns the signed-in client and what was changed */
async function setUp(
  rancher: RancherClient,
  wanted: SetUpDesired = desired,
): Promise<{ client: RancherClient; changes: string[] }> {
  const facts = await readSetUp(rancher, wanted);
  const plan = planSetUp(facts, wanted);
  const { client } = await applySetUp(facts, plan, wanted);
  return {
    client,
    changes: plan.changes.map((change) =>
      change.action === 'set-password'
        ? 'password'
        : `${change.name}: ${String(change.from)} -> ${change.to}`,
    ),
  };
}

describe.each(['2.15.0', '2.12.0', '2.11.0'])('the first set-up of %s', (version) => {
  test('is done once, and a second time changes nothing', async () => {
    await using world = await startWorld({ version });
    const { version: found, isFirstLogin } = await ready(world.client, { timeoutMs: 5_000 });
    expect([found.Version, isFirstLogin]).toEqual([`v${version}`, true]);

    const first = await setUp(world.client);
    expect(first.changes.map((change) => change.replace(/\d{4}-.*Z$/, 'now'))).toEqual([
      'password',
      `server-url:  -> ${serverUrl}`,
      'eula-agreed:  -> now',
    ]);
    expect((await setUp(world.client)).changes).toEqual([]);

    const { token } = await createToken(first.client, { description: 'kept' });
    world.rancher.control.clearJournal();
    const third = await setUp(world.client.withToken(token));
    expect([third.changes, world.writes()]).toEqual([[], []]);

    expect(await isLoginRefused(world.client, { password: bootstrapPassword })).toBe(true);
    expect(await isLoginRefused(world.client, { password })).toBe(false);
    expect((await ready(world.client)).isFirstLogin).toBe(false);
    expect((await readSetting(first.client, 'server-url'))?.value).toBe(serverUrl);
    expect((await whoAmI(first.client)).username).toBe('admin');
  });
});

test('a token that is no longer good is no obstacle', async () => {
  await using world = await startWorld();
  await setUp(world.client);
  const { changes } = await setUp(world.client.withToken(`token-aaaaa:${'b'.repeat(54)}`));
  expect(changes).toEqual([]);
});

test('a Rancher that was installed with the wanted password is only marked as done', async () => {
  await using world = await startWorld({ bootstrapPassword: password, serverUrl });
  const wanted = { password, bootstrapPassword: password, serverUrl };
  expect((await setUp(world.client, wanted)).changes).toEqual(['first-login: true -> false']);
  expect((await setUp(world.client, wanted)).changes).toEqual([]);
});

test('without either password it is refused, and no error or wait shows one', async () => {
  await using world = await startWorld();
  const wanted = {
    ...desired,
    password: 'another-password',
    passwordSource: '.hunt/rancher-admin-password',
    bootstrapPassword: 'not-the-one-it-has',
  };
  const error = await readSetUp(world.client, wanted).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: 'login-refused', status: 401, body: { type: 'error' } });
  expect(String(error)).toContain(
    'could not log in as admin with the password kept in .hunt/rancher-admin-password: ',
  );
  expect(String(error)).toMatch(/ put the present one where it is kept, or .+ -- reset-password$/);
  const said = `${String(error)} ${JSON.stringify(error)} ${world.waits.join(' ')}`;
  expect(said).not.toMatch(/another-password|not-the-one/);
});

test('a password that Rancher itself refuses is told in its words', async () => {
  await using world = await startWorld();
  const { token } = await login(world.client, { password: bootstrapPassword });
  await updateSetting(world.client.withToken(token), 'password-min-length', '30');
  const facts = await readSetUp(world.client, desired);
  expect(() => planSetUp(facts, desired)).toThrow('less than 30 characters');
  const plan = { changes: [{ action: 'set-password', summary: '' } as const] };
  const error = (await applySetUp(facts, plan, desired).catch((e: unknown) => e)) as RequestRefusedError;
  expect([error.code, error.status, error.body.code]).toEqual([
    'password-refused',
    422,
    'InvalidBodyContent',
  ]);
  expect(error.message).toContain('30');
});

test('settings are listed, and one that is not there is told apart', async () => {
  await using world = await startWorld();
  const { client } = await setUp(world.client);
  expect((await listSettings(client)).map(({ id }) => id)).toContain('server-url');
  expect(await readSetting(client, 'no-such-setting')).toBeUndefined();
  await expect(updateSetting(client, 'no-such-setting', 'x')).rejects.toMatchObject({ code: 'not-found' });
});

/** What a request is, whichever token it is about. */
const siteOf = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path.replace(/\/token-[^/]+$/, '/:id')}`;

describe('whatever answer is lost, the first set-up gets done', () => {
  test.each(['reply_lost', 'server_error', 'unavailable'] as const)('by %s', async (kind) => {
    await using rehearsal = await startWorld();
    await setUp(rehearsal.client);
    const sites = [...new Set(rehearsal.rancher.control.journal().map(siteOf))];
    expect(sites.length).toBeGreaterThanOrEqual(9);
    for (const site of sites) {
      const [method = '', path = ''] = site.split(' ');
      await using world = await startWorld();
      world.rancher.control.inject({ method, path, kind });
      await setUp(world.client);
      expect((await setUp(world.client)).changes, site).toEqual([]);
      expect(await isLoginRefused(world.client, { password: bootstrapPassword }), site).toBe(true);
      const met = world.rancher.control.journal().filter(({ fault }) => fault !== undefined);
      expect(met, site).toHaveLength(1);
    }
  });
});

test('a setting that somebody changes at the same moment is set all the same', async () => {
  await using world = await startWorld();
  world.rancher.control.inject({ method: 'PUT', path: '/v3/settings/server-url', kind: 'conflict' });
  const { client } = await setUp(world.client);
  expect((await readSetting(client, 'server-url'))?.value).toBe(serverUrl);
  world.rancher.control.inject({
    method: 'PUT',
    path: '/v3/settings/server-url',
    kind: 'conflict',
    times: 9,
  });
  await expect(updateSetting(client, 'server-url', 'https://other.hunt.test')).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a session that ends in between is an error that says so', async () => {
  await using world = await startWorld();
  const { client } = await setUp(world.client);
  world.rancher.control.inject({ method: 'PUT', path: '/v3/settings/:name', kind: 'unauthorized' });
  await expect(updateSetting(client, 'server-url', serverUrl)).rejects.toMatchObject({
    code: 'not-signed-in',
  });
});
