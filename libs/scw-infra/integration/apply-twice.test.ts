import { describe, expect, test } from 'vitest';
import {
  applyInfra,
  deleteUserData,
  planInfra,
  readInfra,
  readInventory,
  readUserData,
  type DesiredInfra,
} from '@wescale/scw-infra';
import {
  desiredInfra,
  isWrite,
  oneOfEach,
  startWorld,
  type ConvergeOptions,
  type TestWorld,
} from './world.ts';

const zonePath = '/instance/v1/zones/fr-par-1';

/** Applies twice: the second plan is empty and the second run writes nothing. */
async function expectConvergence(world: TestWorld, options: ConvergeOptions = {}): Promise<string[]> {
  const plan = await world.converge(options);
  await world.emulator.control.clearJournal();
  const second = await world.converge(options);
  expect(second.changes).toEqual([]);
  expect(second.blockers).toEqual([]);
  expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
  return plan.changes.map(({ sentence }) => sentence);
}

async function theServer(world: TestWorld): Promise<string> {
  const inventory = await readInventory(world.client, desiredInfra);
  return inventory.find(({ resource }) => resource === 'instance')!.id;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function stopServer(world: TestWorld, serverId: string): Promise<void> {
  await world.call('POST', `${zonePath}/servers/${serverId}/action`, { action: 'poweroff' });
  await until(async () => {
    const answer = (await world.call('GET', `${zonePath}/servers/${serverId}`)) as {
      server: { state: string };
    };
    return answer.server.state === 'stopped';
  });
}

const changed = (change: (desired: DesiredInfra) => void): DesiredInfra => {
  const desired = structuredClone(desiredInfra);
  change(desired);
  return desired;
};

describe('apply', () => {
  test('creates everything once, and nothing the second time', async () => {
    await using world = await startWorld();
    expect(await expectConvergence(world)).toHaveLength(4);
    expect(await world.census()).toEqual(oneOfEach);
    const items = await readInventory(world.client, desiredInfra);
    expect(items.map(({ resource, name }) => `${resource} ${name}`)).toEqual([
      'instance demo',
      'volume demo-root',
      expect.stringMatching(/^ip 198\.1[89]\./),
      'security-group demo',
      'ssh-key demo-key',
    ]);
  });

  test('hands over the cloud-init before the first boot', async () => {
    await using world = await startWorld();
    await world.converge();
    expect(await readUserData(world.client, await theServer(world))).toBe(desiredInfra.instance.cloudInit);
    const writes = (await world.emulator.control.journal()).filter(isWrite).map(({ path }) => path);
    const userData = writes.findIndex((path) => path.endsWith('/user_data/cloud-init'));
    const powerOn = writes.findIndex((path) => path.endsWith('/action'));
    expect(userData).toBeGreaterThan(0);
    expect(userData).toBeLessThan(powerOn);
  });

  test('reads with six calls when there is nothing to do', async () => {
    await using world = await startWorld();
    await world.converge();
    await world.emulator.control.clearJournal();
    await readInfra(world.client, desiredInfra);
    expect(await world.emulator.control.journal()).toHaveLength(6);
  });

  test('does the same plan twice without doubling anything', async () => {
    await using world = await startWorld();
    const plan = planInfra(await readInfra(world.client, desiredInfra), desiredInfra);
    const first = await applyInfra(world.client, desiredInfra, plan);
    const second = await applyInfra(world.client, desiredInfra, plan);
    expect(second).toEqual(first);
    expect(await world.census()).toEqual(oneOfEach);
  });

  test.each([
    ['inbound policy', changed((desired) => (desired.securityGroup.inboundDefaultPolicy = 'accept'))],
    ['rules', changed((desired) => (desired.securityGroup.rules = [{ protocol: 'ICMP' }]))],
    [
      'port ranges and outbound rules',
      changed((desired) => {
        desired.securityGroup.rules = [
          { protocol: 'TCP', portFrom: 8000, portTo: 8010, ipRange: '192.0.2.0/24' },
          { direction: 'outbound', action: 'drop', protocol: 'ANY', ipRange: '198.51.100.7/32' },
        ];
      }),
    ],
    [
      'public key',
      changed((desired) => {
        desired.sshKey.publicKey =
          'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIF5HGVr0R1cQzNQJUaCAPgPCGwmLUGH0oCGKUqYcTlk';
      }),
    ],
    ['larger volume', changed((desired) => (desired.instance.rootVolumeSizeBytes = 40e9))],
  ])('changes in place: %s', async (_, desired) => {
    await using world = await startWorld();
    await world.converge();
    const server = await theServer(world);
    expect(await expectConvergence(world, { desired })).toHaveLength(1);
    expect(await theServer(world)).toBe(server);
    expect(await world.census()).toEqual(oneOfEach);
  });

  test('replaces the instance only when that is allowed, and keeps its address', async () => {
    await using world = await startWorld();
    await world.converge();
    const before = await readInfra(world.client, desiredInfra);
    const desired = changed(({ instance }) => (instance.imageLabel = 'debian_trixie'));
    await world.emulator.control.clearJournal();
    await expect(world.converge({ desired })).rejects.toMatchObject({ code: 'plan-blocked' });
    expect((await world.emulator.control.journal()).filter(isWrite)).toEqual([]);
    expect(await expectConvergence(world, { desired, allow: ['replace-instance'] })).toEqual([
      'replace instance demo: image debian_bookworm → debian_trixie (image cannot change in place)',
    ]);
    const after = await readInfra(world.client, desired);
    expect(after.server?.id).not.toBe(before.server?.id);
    expect(after.ip).toEqual({ ...before.ip, serverId: after.server?.id });
    expect(await world.census()).toEqual(oneOfEach);
  });

  test('powers on an instance that was stopped', async () => {
    await using world = await startWorld();
    await world.converge();
    await stopServer(world, await theServer(world));
    expect(await expectConvergence(world)).toEqual(['power on instance demo: it is stopped']);
  });

  test('does not give back user data that was deleted on purpose', async () => {
    await using world = await startWorld();
    await world.converge();
    const serverId = await theServer(world);
    await deleteUserData(world.client, serverId);
    await deleteUserData(world.client, serverId);
    expect(await readUserData(world.client, serverId)).toBeNull();
    expect(await expectConvergence(world)).toEqual([]);
    await stopServer(world, serverId);
    expect(await expectConvergence(world)).toEqual(['power on instance demo: it is stopped']);
    expect(await readUserData(world.client, serverId)).toBeNull();
  });

  test('attaches an IP that was detached', async () => {
    await using world = await startWorld();
    await world.converge();
    const { ip } = await readInfra(world.client, desiredInfra);
    await world.call('PATCH', `${zonePath}/ips/${ip!.id}`, { server: null });
    expect(await expectConvergence(world)).toEqual(['attach the IP to instance demo: it is not attached']);
    expect(await world.census()).toEqual(oneOfEach);
  });

  test('puts the instance back into its security group', async () => {
    await using world = await startWorld();
    await world.converge();
    const { security_group: other } = (await world.call('POST', `${zonePath}/security_groups`, {
      name: 'other',
      project: world.emulator.account.projectId,
      stateful: true,
    })) as { security_group: { id: string; name: string } };
    await world.call('PATCH', `${zonePath}/servers/${await theServer(world)}`, {
      security_group: { id: other.id, name: other.name },
    });
    expect(await expectConvergence(world)).toEqual([
      'put instance demo into security group demo: it is in another',
    ]);
  });

  test('leaves alone what has the name but not the tag', async () => {
    await using world = await startWorld();
    const { projectId } = world.emulator.account;
    await world.call('POST', `${zonePath}/security_groups`, {
      name: 'demo',
      project: projectId,
      stateful: true,
    });
    await world.call('POST', `${zonePath}/ips`, { project: projectId, tags: ['app=demo2'] });
    await expectConvergence(world);
    expect(await world.census()).toEqual({ ...oneOfEach, ips: 2, securityGroups: 2 });
  });

  test('reports what carries the tag and is not needed, and deletes it when that is allowed', async () => {
    await using world = await startWorld();
    await world.converge();
    const { projectId } = world.emulator.account;
    await world.call('POST', `${zonePath}/ips`, { project: projectId, tags: [desiredInfra.tag] });
    const reported = await world.converge();
    expect(reported.changes).toEqual([]);
    expect(reported.orphans).toMatchObject([{ resource: 'ip' }]);
    expect(await expectConvergence(world, { allow: ['delete-orphans'] })).toHaveLength(1);
    expect(await world.census()).toEqual(oneOfEach);
  });
});
