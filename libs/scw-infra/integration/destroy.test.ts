import { describe, expect, test } from 'vitest';
import type { FaultKind } from '@wescale/scaleway-emulator';
import { destroyInfra, planDestroy, readInfra, readInventory, type ProgressEvent } from '@wescale/scw-infra';
import { desiredInfra, nothing, oneOfEach, startWorld } from './world.ts';

const zonePath = '/instance/v1/zones/fr-par-1';

async function recordSites(): Promise<string[]> {
  await using world = await startWorld();
  await world.converge();
  await world.emulator.control.clearJournal();
  await destroyInfra(world.client, desiredInfra);
  const journal = await world.emulator.control.journal();
  return [
    ...new Set(
      journal.map(
        ({ method, path }) =>
          `${method} ${path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')}`,
      ),
    ),
  ];
}

const sites = await recordSites();
const kinds: FaultKind[] = [
  'too_many_requests',
  'server_error',
  'permissions_denied',
  'transient_state',
  'reply_lost',
  'hang',
];

describe('destroy', () => {
  test('leaves nothing, and says what it deleted', async () => {
    await using world = await startWorld();
    await world.converge();
    const planned = planDestroy(await readInventory(world.client, desiredInfra));
    const deleted = await destroyInfra(world.client, desiredInfra);
    expect(deleted).toEqual(planned);
    expect(deleted.map(({ sentence }) => sentence)).toContainEqual(
      'delete volume demo-root (in_use), with its data',
    );
    expect(await world.census()).toEqual(nothing);
  });

  test('does nothing the second time', async () => {
    await using world = await startWorld();
    await world.converge();
    await destroyInfra(world.client, desiredInfra);
    await world.emulator.control.clearJournal();
    expect(await destroyInfra(world.client, desiredInfra)).toEqual([]);
    expect((await world.emulator.control.journal()).every(({ method }) => method === 'GET')).toBe(true);
  });

  test('deletes an instance that stands still, which cannot be terminated', async () => {
    await using world = await startWorld();
    await world.converge();
    const { server } = await readInfra(world.client, desiredInfra);
    const path = `${zonePath}/servers/${server!.id}`;
    await world.call('POST', `${path}/action`, { action: 'poweroff' });
    await destroyInfra(world.client, desiredInfra);
    expect(await world.census()).toEqual(nothing);
  });

  test('deletes what is too much as well, and nothing of others', async () => {
    await using world = await startWorld();
    await world.converge();
    const { projectId: project } = world.emulator.account;
    await world.call('POST', `${zonePath}/ips`, { project, tags: [desiredInfra.tag] });
    const other = {
      ...desiredInfra,
      name: 'other',
      tag: 'app=other',
      sshKey: { ...desiredInfra.sshKey, name: 'other' },
    };
    await world.converge({ desired: other });
    await destroyInfra(world.client, desiredInfra);
    expect(await world.census()).toEqual(oneOfEach);
    expect(await world.converge({ desired: other })).toMatchObject({ changes: [] });
  });

  test('says what it awaits', async () => {
    await using world = await startWorld();
    const events: ProgressEvent[] = [];
    await world.converge({ onProgress: (event) => events.push(event) });
    await destroyInfra(world.client, desiredInfra, { onProgress: (event) => events.push(event) });
    const awaited = events.flatMap(({ awaiting }) => awaiting ?? []);
    expect(awaited).toContainEqual(expect.stringMatching(/^instance demo to be running \(now starting: /));
    expect(awaited).toContainEqual(
      expect.stringMatching(/^instance demo to be gone \(now stopping: terminating\)$/),
    );
    expect(events.every(({ elapsedMs }) => elapsedMs >= 0)).toBe(true);
  });

  test.each(kinds.flatMap((kind) => sites.map((site) => [kind, site] as const)))(
    'overcomes %s at %s',
    async (kind, site) => {
      await using world = await startWorld({ timeScale: 0 });
      await world.converge();
      const [method = '', path = ''] = site.split(' ');
      await world.emulator.control.inject({ method, path, kind });
      const client = kind === 'hang' ? world.clientWith({ timeoutMs: 400 }) : world.client;
      await destroyInfra(client, desiredInfra);
      await world.emulator.control.clearFaults();
      expect(await world.census()).toEqual(nothing);
    },
  );
});
