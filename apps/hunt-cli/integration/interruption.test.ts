import { randomBytes } from 'node:crypto';
import { stageDown, stageStatus, startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGround } from '../sweep/ground.ts';
import { marksOf } from '../sweep/progress-marks.ts';
import { runWorld } from '../sweep/run-world.ts';
import { sweptVerb } from '../sweep/swept-verb.ts';
import { countOfEach, nothing, takeCensus } from './account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

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
  /** What a first run says that it does. */
  const marks: string[] = [];
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
    marks.push(...marksOf(events, folder.name));
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
    const { exitCode, events: done } = await next.ended;
    expect(exitCode).toBe(0);
    marks.push(...marksOf(done, folder.name).filter((mark) => !marks.includes(mark)));
    expect(await takeCensus(stage.name)).toEqual(countOfEach(1));
    expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
    expect(await folder.run('destroy', '--yes')).toMatchObject({ exitCode: 0 });
  });

  test('killed three times on its way it is taken up each time, and nothing is doubled or left behind', async () => {
    const moments = [15, 40, 75].map((percent) => ({ percent, delayMs: percent * 5 }));
    const world = { number: 1, disturbs: 'run', disturbance: 'kill', moments } as const;
    const ground = await openGround(stage, sweptVerb('core', 'certificates'), { name: 'sweep-1' });
    await using _folder = ground.folder;
    const { problems, strikes } = await runWorld(ground, world, { run: marks, removal: [] });
    expect(problems).toEqual([]);
    expect(strikes.struck.length, strikes.struck.join('; ')).toBe(3);
    expect(await takeCensus(stage.name)).toEqual(nothing);
  });
});
