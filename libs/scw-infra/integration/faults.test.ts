import { describe, expect, test } from 'vitest';
import type { FaultKind, JournalEntry } from '@wescale/scaleway-emulator';
import { OutOfStock, planInfra, QuotaExceeded, readInfra, ScwInfraError } from '@wescale/scw-infra';
import { desiredInfra, isWrite, oneOfEach, startWorld, type TestWorld } from './world.ts';

/** Ids differ from run to run; a call site is a method and a path without them. */
function siteOf({ method, path }: Pick<JournalEntry, 'method' | 'path'>): string {
  return `${method} ${path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')}`;
}

async function recordSites(): Promise<string[]> {
  await using world = await startWorld({ timeScale: 0 });
  await world.converge();
  const sites = (await world.emulator.control.journal()).map(siteOf);
  return [...new Set(sites)];
}

const sites = await recordSites();
const transient: FaultKind[] = [
  'too_many_requests',
  'server_error',
  'upstream_timeout',
  'permissions_denied',
  'transient_state',
  'reply_lost',
  'hang',
];
const refusals: FaultKind[] = ['out_of_stock', 'quotas_exceeded'];

const split = (site: string): { method: string; path: string } => {
  const [method = '', path = ''] = site.split(' ');
  return { method, path };
};

async function expectConverged(world: TestWorld): Promise<void> {
  await world.emulator.control.clearFaults();
  await world.converge();
  expect(await world.census()).toEqual(oneOfEach);
  expect(planInfra(await readInfra(world.client, desiredInfra), desiredInfra)).toMatchObject({
    changes: [],
    blockers: [],
    orphans: [],
  });
}

/** No message, no stack and no field may hold a key or user data. */
function expectNoSecret(world: TestWorld, error: unknown): void {
  const told = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
  expect(told).not.toContain(world.emulator.account.secretKey);
  expect(told).not.toContain('hush-hush');
}

describe('one fault at each call site of a first apply', () => {
  test('a first apply has the known call sites', () => {
    expect(sites.length).toBeGreaterThanOrEqual(17);
  });

  test.each(transient.flatMap((kind) => sites.map((site) => [kind, site] as const)))(
    '%s at %s is overcome within the run',
    async (kind, site) => {
      await using world = await startWorld({ timeScale: 0 });
      await world.emulator.control.inject({ ...split(site), kind });
      await world.converge({ client: kind === 'hang' ? world.clientWith({ timeoutMs: 400 }) : world.client });
      expect((await world.emulator.control.journal()).some(({ fault }) => fault === kind)).toBe(true);
      await expectConverged(world);
    },
  );

  test.each(refusals.flatMap((kind) => sites.map((site) => [kind, site] as const)))(
    '%s at %s ends in one typed error, and a second run converges',
    async (kind, site) => {
      await using world = await startWorld({ timeScale: 0 });
      await world.emulator.control.inject({ ...split(site), kind });
      const error: unknown = await world.converge().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(kind === 'out_of_stock' ? OutOfStock : QuotaExceeded);
      expectNoSecret(world, error);
      await expectConverged(world);
    },
  );
});

describe('a fault that lasts', () => {
  const lasting: [FaultKind, string][] = [
    ['too_many_requests', 'too-many-requests'],
    ['server_error', 'unavailable'],
    ['upstream_timeout', 'unavailable'],
    ['permissions_denied', 'permission-denied'],
    ['transient_state', 'transient-state'],
    ['reply_lost', 'network-failure'],
    ['hang', 'call-timeout'],
  ];
  const retry = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2, iamSettleMs: 20, transientMs: 20 };

  test.each(
    lasting.flatMap(([kind, code]) =>
      sites.filter((site) => isWrite(split(site))).map((site) => [kind, site, code] as const),
    ),
  )('%s at %s ends in %s, and a second run converges', async (kind, site, code) => {
    await using world = await startWorld({ timeScale: 0 });
    await world.emulator.control.inject({ ...split(site), kind, times: 1_000 });
    const client = world.clientWith({ retry, ...(kind === 'hang' && { timeoutMs: 150 }) });
    const error: unknown = await world.converge({ client }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    // A create whose answer is lost each time has taken effect the first time, and is found.
    if (kind === 'reply_lost' && site.startsWith('POST')) expect(error).toBeUndefined();
    else {
      expect(error).toBeInstanceOf(ScwInfraError);
      expect(error).toMatchObject({ code });
      expectNoSecret(world, error);
    }
    await expectConverged(world);
  });
});
