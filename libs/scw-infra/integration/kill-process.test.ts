import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { destroyInfra, readInventory } from '@wescale/scw-infra';
import { desiredInfra, isWrite, nothing, oneOfEach, startWorld, type TestWorld } from './world.ts';

const program = fileURLToPath(new URL('deployment-program.ts', import.meta.url));

/** Starts the library in a process of its own, and kills it hard once it has written so many times. */
async function killAfter(world: TestWorld, verb: 'apply' | 'destroy', writes: number): Promise<void> {
  const { accessKey, secretKey, projectId, organizationId } = world.emulator.account;
  const child = spawn(process.execPath, ['--conditions=@wescale/source', program, verb], {
    env: {
      SCW_API_URL: world.emulator.url,
      SCW_ACCESS_KEY: accessKey,
      SCW_SECRET_KEY: secretKey,
      SCW_DEFAULT_PROJECT_ID: projectId,
      SCW_DEFAULT_ORGANIZATION_ID: organizationId,
    },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  while (child.exitCode === null) {
    const journal = await world.emulator.control.journal();
    if (journal.filter(isWrite).length >= writes) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill('SIGKILL');
  await exited;
}

describe('a process that is killed hard', () => {
  test.each([1, 2, 3, 4, 5, 6, 7])(
    'after %i writes of a first apply is taken up by the next run',
    async (writes) => {
      await using world = await startWorld();
      await killAfter(world, 'apply', writes);
      await world.converge();
      expect(await world.census()).toEqual(oneOfEach);
      expect(await world.converge()).toMatchObject({ changes: [], orphans: [] });
    },
  );

  test.each([1, 2, 3, 4])(
    'after %i writes of a destroy leaves nothing that the next run does not find',
    async (writes) => {
      await using world = await startWorld();
      await world.converge();
      await world.emulator.control.clearJournal();
      await killAfter(world, 'destroy', writes);
      await destroyInfra(world.client, desiredInfra);
      expect(await world.census()).toEqual(nothing);
      expect(await readInventory(world.client, desiredInfra)).toEqual([]);
    },
  );
});
