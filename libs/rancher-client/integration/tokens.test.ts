import { describe, expect, test } from 'vitest';
import {
  createToken,
  deleteToken,
  listTokens,
  login,
  logout,
  readToken,
  whoAmI,
  type RancherClient,
} from '@wescale/rancher-client';
import { bootstrapPassword, startWorld, type World } from './world.ts';

const days = 86_400_000;

async function signIn(world: World): Promise<RancherClient> {
  const { token } = await login(world.client, { password: bootstrapPassword });
  return world.client.withToken(token);
}

describe.each([
  ['2.15.0', 'ext'],
  ['2.12.0', 'legacy'],
  ['2.11.0', 'legacy'],
] as const)('tokens of %s', (version, kind) => {
  test(`are of the ${kind} kind, and one that never expires does after 90 days`, async () => {
    await using world = await startWorld({ version });
    const admin = await signIn(world);
    const before = Date.now();
    const created = await createToken(admin, { description: 'for ever' });
    expect(created).toMatchObject({ kind, isCapped: true });
    const lastsMs = (created.expiresAt?.getTime() ?? 0) - before;
    expect(Math.round(lastsMs / days)).toBe(90);
    const client = world.client.withToken(created.token);
    expect((await whoAmI(client)).username).toBe('admin');
    await deleteToken(admin, created.id);
    await deleteToken(admin, created.id);
    await expect(whoAmI(client)).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

test('a token within the cap lasts as long as asked for', async () => {
  await using world = await startWorld();
  const admin = await signIn(world);
  for (const kind of ['ext', 'legacy'] as const) {
    const { isCapped, expiresAt } = await createToken(admin, { description: 'mine', ttlMs: 7 * days, kind });
    expect([kind, isCapped]).toEqual([kind, false]);
    expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / days)).toBe(7);
  }
});

test('the new kind where it is not there is an error, and leaves nothing behind', async () => {
  await using world = await startWorld({ version: '2.12.0' });
  const admin = await signIn(world);
  await expect(createToken(admin, { description: 'mine', kind: 'ext' })).rejects.toMatchObject({
    code: 'answer-not-understood',
  });
  expect(world.writes().at(-1)).toMatch(/^DELETE /);
});

test('a lost answer costs a token: another is made, and the one nobody knows the secret of is named', async () => {
  await using world = await startWorld();
  const admin = await signIn(world);
  world.rancher.control.inject({ method: 'POST', path: '/v1/ext.cattle.io.tokens', kind: 'reply_lost' });
  const { id, strayIds } = await createToken(admin, { description: 'mine' });
  const mine = (await listTokens(admin)).filter(({ description }) => description === 'mine');
  expect(mine.map((token) => token.id).toSorted()).toEqual([id, ...strayIds].toSorted());
  expect(strayIds).toHaveLength(1);
  for (const stray of strayIds) await deleteToken(admin, stray);
  expect((await readToken(admin, id))?.isCurrent).toBe(false);
  expect(await readToken(admin, strayIds[0]!)).toBeUndefined();
  expect((await createToken(admin, { description: 'mine' })).strayIds).toEqual([]);
});

test('who logs out is out, and may do so twice', async () => {
  await using world = await startWorld();
  const admin = await signIn(world);
  await logout(admin);
  await expect(whoAmI(admin)).rejects.toMatchObject({ code: 'not-signed-in' });
  await logout(admin);
});

test('logging in works by the new address and by the old, whichever is there', async () => {
  for (const options of [{ version: '2.11.0' }, { disabledFeatures: ['v3-public'] }]) {
    await using world = await startWorld(options);
    expect((await login(world.client, { password: bootstrapPassword })).token).toMatch(/^token-/);
    await expect(login(world.client, { password: 'wrong' })).rejects.toMatchObject({ code: 'login-refused' });
  }
});
