import { describe, expect, test } from 'vitest';
import { destroyInfra, readInventory } from '@wescale/scw-infra';
import { killProgram } from './kill-program.ts';
import { desiredInfra, isWrite, nothing, oneOfEach, startWorld, type TestWorld } from './world.ts';

const file = new URL('deployment-program.ts', import.meta.url);

/** Starts the library in a process of its own, and kills it hard once it has written so many times. */
const killAfter = (world: TestWorld, verb: 'apply' | 'destroy', writes: number): Promise<void> =>
  killProgram(world, { file, args: [verb] }, (journal) => journal.filter(isWrite).length >= writes);

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
