import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ManualClock } from '../src/clock/manual-clock.ts';
import { ApiClient } from './api-client.ts';

interface Group {
  id: string;
  state: string;
}

interface Rule {
  id: string;
  ip_range: string;
  position: number;
  editable: boolean;
  dest_port_from: number | null;
}

const ssh = {
  action: 'accept',
  protocol: 'TCP',
  direction: 'inbound',
  ip_range: '192.0.2.7/32',
  dest_port_from: 22,
};

async function withGroup() {
  const clock = new ManualClock(new Date('2026-11-24T10:00:00Z'));
  const emulator = await startScalewayEmulator({ clock });
  const api = new ApiClient(emulator);
  const { security_group: group } = await api.get<{ security_group: Group }>(
    'POST',
    `${api.zone}/security_groups`,
    {
      name: 'hunt',
      inbound_default_policy: 'drop',
    },
  );
  const path = `${api.zone}/security_groups/${group.id}`;
  const state = async (): Promise<string> =>
    (await api.get<{ security_group: Group }>('GET', path)).security_group.state;
  return {
    clock,
    emulator,
    api,
    group,
    path,
    state,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

test('PUT replaces all rules after the six of SMTP, strips /32 and numbers them anew', async () => {
  await using world = await withGroup();
  const { api, path } = world;
  const put = async (rules: object[]): Promise<Rule[]> =>
    (await api.get<{ rules: Rule[] }>('PUT', `${path}/rules`, { rules })).rules;
  const first = await put([
    { ...ssh, position: 7 },
    { ...ssh, ip_range: '2001:db8::1/128', position: 3 },
  ]);
  expect(first.slice(0, 6).map((rule) => [rule.dest_port_from, rule.editable, rule.position])).toEqual([
    [25, false, 1],
    [465, false, 2],
    [587, false, 3],
    [25, false, 4],
    [465, false, 5],
    [587, false, 6],
  ]);
  expect(first.slice(6).map(({ ip_range, position }) => [ip_range, position])).toEqual([
    ['2001:db8::1', 1],
    ['192.0.2.7', 2],
  ]);
  // What is read can be sent back, but for `dest_ip_range`, which no client sends.
  const again = await put(first.map((rule) => ({ ...rule, dest_ip_range: undefined })));
  expect(again).toEqual(first);
  expect(await put([])).toHaveLength(6);
  const { headers } = await api.send('GET', `${path}/rules?per_page=4`);
  expect(headers.get('x-total-count')).toBe('6');
});

test('rules are added, changed and removed one by one', async () => {
  await using world = await withGroup();
  const { api, path } = world;
  const create = async (fields: object): Promise<Rule> =>
    (await api.get<{ rule: Rule }>('POST', `${path}/rules`, { ...ssh, ...fields })).rule;
  const a = await create({ dest_port_from: 22 });
  const b = await create({ dest_port_from: 80, position: 1 });
  expect([a.position, b.position]).toEqual([1, 1]);
  const moved = await api.get<{ rule: Rule }>('PATCH', `${path}/rules/${b.id}`, {
    position: 2,
    protocol: 'ICMP',
  });
  expect(moved.rule).toMatchObject({ position: 2, dest_port_from: null });
  expect((await api.get<{ rule: Rule }>('GET', `${path}/rules/${a.id}`)).rule.position).toBe(1);
  expect((await api.send('DELETE', `${path}/rules/${a.id}`)).status).toBe(204);
  expect((await api.send('GET', `${path}/rules/${a.id}`)).status).toBe(404);
  const fixed = '11111111-2222-4333-8444-000000000001';
  expect((await api.send('DELETE', `${path}/rules/${fixed}`)).status).toBe(400);
  expect((await api.send('POST', `${path}/rules`, { ...ssh, ip_range: '300.1.1.1' })).status).toBe(400);
});

test('a change makes a group `syncing` for a while', async () => {
  await using world = await withGroup();
  const { api, path, clock, state } = world;
  const patched = await api.get<{ security_group: Group }>('PATCH', path, {
    inbound_default_policy: 'accept',
  });
  expect(patched.security_group.state).toBe('syncing');
  await clock.advance(1_000);
  expect(await state()).toBe('available');
});

test('a group in use cannot be deleted', async () => {
  await using world = await withGroup();
  const { api, path, group } = world;
  const server = await api.createServer({ security_group: group.id });
  expect(await api.send('DELETE', path)).toMatchObject({
    status: 400,
    body: { message: 'group is in use. you cannot delete it.' },
  });
  expect((await api.send('DELETE', `${api.zone}/servers/${server.id}`)).status).toBe(204);
  expect((await api.send('DELETE', path)).status).toBe(204);
  expect((await api.send('GET', path)).status).toBe(404);
});

test('a server without a group gets the default one of the project', async () => {
  await using world = await withGroup();
  const { api, group } = world;
  const first = await api.createServer();
  const second = await api.createServer();
  expect(first.security_group.name).toBe('Default security group');
  expect(second.security_group.id).toBe(first.security_group.id);
  const listed = await api.get<{ security_groups: Group[] }>(
    'GET',
    `${api.zone}/security_groups?project_default=true`,
  );
  expect(listed.security_groups.map(({ id }) => id)).toEqual([first.security_group.id]);
  await api.get('PATCH', `${api.zone}/servers/${second.id}`, { security_group: { id: group.id } });
  expect((await api.server(second.id)).security_group).toEqual({ id: group.id, name: 'hunt' });
});
