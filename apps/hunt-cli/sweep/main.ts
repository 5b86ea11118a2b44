/** `nx run hunt-cli:sweep`: every way we know to disturb a first run, one world after the other. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stageDown, stageUp } from '@wescale/stage';
import { recordFirstRun } from './record-first-run.ts';
import { formatReport } from './report.ts';
import { runWorld, type WorldResult } from './run-world.ts';
import { disturbances, formatWorld, planWorlds, type World } from './worlds.ts';

const kinds = Object.keys(disturbances);
const help = `Disturbs first runs of hunt core, and looks whether the next run puts things right.

  --kind KIND          only this one, may be repeated: ${kinds.join(', ')}
  --from K             goes on with world K of the same seed and size (1)
  --seed N             draws the moments of the kills (1)
  --kills N            how many there are (30)
  --kills-per-world N  how often one first run is killed before it may end (5)
  --until STEP         leaves out the steps of core after this one (all)
  --stage NAME         the stage to use; nobody else may use it meanwhile (sweep)

Results go to docs/reference/reliability.md. Ctrl-C ends the sweep; the world under way does not count, and --from goes on with it.
`;

const { values } = parseArgs({
  options: {
    kind: { type: 'string', multiple: true, default: kinds },
    from: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '30' },
    'kills-per-world': { type: 'string', default: '5' },
    until: { type: 'string', default: 'all' },
    stage: { type: 'string', default: 'sweep' },
    help: { type: 'boolean', default: false },
  },
});
const unknown = values.kind.filter((kind) => !kinds.includes(kind));
const reportFile = join(import.meta.dirname, '../../../docs/reference/reliability.md');

if (values.help) console.log(help);
else if (unknown.length > 0) {
  console.error(`unknown kind ${unknown.join(', ')}; there are ${kinds.join(', ')}`);
  process.exitCode = 1;
} else process.exitCode = (await sweep()) ? 0 : 1;

/** @returns whether every world ended as it should */
async function sweep(): Promise<boolean> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const seed = Number(values.seed);
  const worlds = planWorlds({
    ...{ seed, kills: Number(values.kills), killsPerWorld: Number(values['kills-per-world']) },
  }).filter(({ number, disturbance }) => number >= Number(values.from) && values.kind.includes(disturbance));
  // What a sweep that was killed has left would be counted.
  await stageDown({ name: values.stage });
  const stage = await stageUp({ name: values.stage });
  const results: WorldResult[] = [];
  try {
    const recorded = await recordFirstRun(stage, values.until);
    console.log(`${worlds.length} worlds; a first run makes ${recorded.calls} calls`);
    try {
      await runWorlds(worlds, recorded.marks, results, stopping.signal);
    } finally {
      const run = { date: new Date(), seed, recorded, results };
      if (results.length > 0) await appendFile(reportFile, `\n${formatReport(run)}`);
    }
  } finally {
    await stageDown({ name: values.stage });
  }
  return results.every(({ problems }) => problems.length === 0);
}

async function runWorlds(
  worlds: World[],
  marks: readonly string[],
  results: WorldResult[],
  signal: AbortSignal,
): Promise<void> {
  for (const world of worlds) {
    const result = await runWorld(await stageUp({ name: values.stage }), world, {
      marks,
      until: values.until,
    });
    if (signal.aborted) return;
    results.push(result);
    console.log(formatLine(result));
    // What a failed world left behind must not be taken for the work of the next one.
    if (result.problems.length > 0) await stageDown({ name: values.stage });
  }
}

function formatLine({ world, strikes, problems, elapsedMs }: WorldResult): string {
  const { struck, runs, errors } = strikes;
  const counts = `${struck.length} strikes, ${runs} runs, ${errors.length} clear errors`;
  const outcome = problems.length === 0 ? 'well' : `FAILED\n${problems.join('\n')}`;
  return `${world.number}. ${formatWorld(world)}: ${counts}; ${(elapsedMs / 1000).toFixed(0)} s; ${outcome}`;
}
