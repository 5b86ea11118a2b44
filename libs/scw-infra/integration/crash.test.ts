import { describe, expect, test } from 'vitest';
import { destroyInfra, readInventory, type ScalewayClient } from '@wescale/scw-infra';
import { dyingClient } from './dying-client.ts';
import {
  desiredInfra,
  nothing,
  oneOfEach,
  startWorld,
  type ConvergeOptions,
  type TestWorld,
} from './world.ts';

async function countCalls(
  run: (client: ScalewayClient, world: TestWorld) => Promise<unknown>,
  prepare: Prepare,
): Promise<number> {
  await using world = await startWorld();
  await prepare(world);
  const { client, calls } = dyingClient(world, Number.POSITIVE_INFINITY, 'before');
  await run(client, world);
  return calls();
}

type Prepare = (world: TestWorld) => Promise<unknown>;

const replaced: ConvergeOptions = {
  desired: { ...desiredInfra, instance: { ...desiredInfra.instance, imageLabel: 'debian_trixie' } },
  allow: ['replace-instance'],
};

const scenarios: {
  name: string;
  prepare: Prepare;
  run: (client: ScalewayClient, world: TestWorld) => Promise<unknown>;
  rerun: (world: TestWorld) => Promise<unknown>;
  left: typeof oneOfEach;
}[] = [
  {
    name: 'a first apply',
    prepare: async () => undefined,
    run: (client, world) => world.converge({ client }),
    rerun: (world) => world.converge(),
    left: oneOfEach,
  },
  {
    name: 'a replacement',
    prepare: (world) => world.converge(),
    run: (client, world) => world.converge({ ...replaced, client }),
    // Once the old instance is on its way out the rest needs no allowance; before that it does.
    rerun: (world) => world.converge(replaced),
    left: oneOfEach,
  },
  {
    name: 'a destroy',
    prepare: (world) => world.converge(),
    run: (client) => destroyInfra(client, desiredInfra),
    rerun: (world) => destroyInfra(world.client, desiredInfra),
    left: nothing,
  },
  {
    name: 'a first apply, followed by a destroy,',
    prepare: async () => undefined,
    run: (client, world) => world.converge({ client }),
    rerun: (world) => destroyInfra(world.client, desiredInfra),
    left: nothing,
  },
  {
    name: 'a destroy, followed by an apply,',
    prepare: (world) => world.converge(),
    run: (client) => destroyInfra(client, desiredInfra),
    rerun: (world) => world.converge(),
    left: oneOfEach,
  },
];

describe.each(scenarios)('$name that is killed', ({ prepare, run, rerun, left }) => {
  test('at any call is taken up by the next run, and nothing is doubled or left behind', async () => {
    const total = await countCalls(run, prepare);
    expect(total).toBeGreaterThan(10);
    // How often a wait looks depends on time, so that the last calls may not be reached: those runs end well.
    for (let nth = 1; nth <= total; nth += 1)
      for (const moment of ['before', 'after'] as const) {
        await using world = await startWorld();
        await prepare(world);
        await run(dyingClient(world, nth, moment).client, world).catch(() => undefined);
        await rerun(world);
        expect(await world.census(), `killed ${moment} call ${nth}`).toEqual(left);
        if (left === nothing) expect(await readInventory(world.client, desiredInfra)).toEqual([]);
        else
          expect((await rerun(world)) ?? {}, `killed ${moment} call ${nth}`).toMatchObject({
            changes: [],
            orphans: [],
          });
      }
  });
});
