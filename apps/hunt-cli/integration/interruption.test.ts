import { randomBytes } from 'node:crypto';
import { stageDown, stageStatus, startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planCases } from '../sweep/cases.ts';
import { runCase } from '../sweep/run-case.ts';
import { countOfEach, nothing, takeCensus } from './account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

/** What a first run prints, near enough for the moments of a sample. */
const lines = 50;

test('killed while it brings a stage up, the next run brings up exactly that one', async () => {
  const name = `test-${randomBytes(4).toString('hex')}`;
  await using folder = await createHuntFolder(name);
  try {
    const hunt = folder.start('core', '--json');
    await hunt.printed((line) => line.includes('Bringing up the stage'));
    hunt.process.kill('SIGKILL');
    await hunt.ended;
    // Exit code 2: the stage stands, and on it everything is still to be made.
    expect(await folder.run('plan')).toMatchObject({ exitCode: 2 });
    expect(await stageStatus({ name })).toMatchObject([{ state: 'up', machines: [] }]);
  } finally {
    await stageDown({ name });
  }
  expect(await stageStatus({ name })).toEqual([]);
});

describe('a run that does not get to its end', () => {
  let stage: Stage;
  let folder: HuntFolder;
  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name, { name: 'interrupted' });
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('Ctrl-C half way stops it in one sentence that says how to go on', async () => {
    const hunt = folder.start('core', '--json');
    await hunt.printed((line) => line.includes('"message":"power on instance'));
    hunt.process.kill('SIGINT');
    const { exitCode, stderr, events } = await hunt.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(events.filter(({ event }) => event === 'error')).toEqual([
      expect.objectContaining({
        code: 'interrupted',
        message: expect.stringMatching(
          /^stopped by SIGINT; .* running hunt core again goes on from there$/,
        ) as unknown,
      }),
    ]);
  });

  test('the next run goes on, and while it does any other is told who is at work', async () => {
    const next = folder.start('core', '--json');
    await next.printed((line) => line.includes('"state":"applying"'));
    const others = await Promise.all([
      folder.run('core', '--json'),
      folder.run('destroy', '--yes', '--json'),
    ]);
    for (const { exitCode, events } of others) {
      expect(exitCode).toBe(1);
      expect(events.find(({ event }) => event === 'error')).toMatchObject({
        code: 'locked',
        message: expect.stringContaining(`hunt core (process ${next.process.pid}, since `) as unknown,
      });
    }
    expect(await next.ended).toMatchObject({ exitCode: 0 });
    expect(await takeCensus(stage.name)).toEqual(countOfEach(1));
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
    expect(await folder.run('destroy', '--yes')).toMatchObject({ exitCode: 0 });
  });

  test('killed at any moment it is taken up by the next run, and nothing is doubled or left behind', async () => {
    const cases = planCases([], { seed: 3, kills: 3, faults: 0 });
    const results = await Promise.all(cases.map((one) => runCase(stage, one, { lines, shared: true })));
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
    expect(await takeCensus(stage.name)).toEqual(nothing);
  });
});
