/** `nx run hunt-cli:sweep`: every way we know to disturb a first run, one world after the other. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stageDown, stageUp } from '@wescale/stage';
import { openGround, type Ground } from './ground.ts';
import { recordRuns } from './record-runs.ts';
import { formatReport, type SweepRun } from './report.ts';
import { runWorld, type WorldResult } from './run-world.ts';
import { sweptVerb, sweptVerbs, type SweptVerb } from './swept-verb.ts';
import { formatWorld, kindOf, planWorlds, worldKinds, type World } from './worlds.ts';
import { writeSection } from './write-section.ts';

const kinds = [...worldKinds.keys()];
const help = `Disturbs first runs of hunt core or hunt kapsule, or the destroy of what they make, and looks whether the next run puts things right.

  --verb VERB          what is disturbed: ${sweptVerbs.join(', ')} (core)
  --kind KIND          only this one, may be repeated: ${kinds.join(', ')}
  --from K             goes on with world K of the same seed and size (1)
  --seed N             draws the moments of the kills (1)
  --kills N            how many runs are killed, and how many destroys (30)
  --kills-per-world N  how often one is killed before it may end (5)
  --until STEP         leaves out the steps of the verb after this one (all)
  --stage NAME         the stage to use; nobody else may use it meanwhile (sweep)

Results go to docs/reference/reliability.md, after each world. Ctrl-C or SIGTERM ends the sweep; the world under way does not count, and --from goes on with it.
`;

const { values } = parseArgs({
  options: {
    verb: { type: 'string', default: 'core' },
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
const name = sweptVerbs.find((verb) => verb === values.verb);
const reportFile = join(import.meta.dirname, '../../../docs/reference/reliability.md');

if (values.help) console.log(help);
else if (unknown.length > 0 || name === undefined) {
  const wrong = name === undefined ? `verb ${values.verb}` : `kind ${unknown.join(', ')}`;
  console.error(`unknown ${wrong}; see --help`);
  process.exitCode = 1;
} else process.exitCode = (await sweep(sweptVerb(name, values.until))) ? 0 : 1;

/** @returns whether every world ended as it should */
async function sweep(verb: SweptVerb): Promise<boolean> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const seed = Number(values.seed);
  const worlds = planWorlds({
    ...{ seed, kills: Number(values.kills), killsPerWorld: Number(values['kills-per-world']) },
    longestDelayMs: verb.longestDelayMs,
  }).filter((world) => world.number >= Number(values.from) && values.kind.includes(kindOf(world)));
  // What a sweep that was killed has left would be counted.
  await stageDown({ name: values.stage });
  try {
    return await runWorlds(worlds, { seed, verb }, stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    console.error('stopped; the world under way does not count');
    return false;
  } finally {
    await stageDown({ name: values.stage });
  }
}

async function runWorlds(
  worlds: World[],
  { seed, verb }: Pick<SweepRun, 'seed'> & { verb: SweptVerb },
  signal: AbortSignal,
): Promise<boolean> {
  await using opener = groundOpener(verb, signal);
  const recorded = await opener.use(0, recordRuns);
  console.log(
    `${worlds.length} worlds; a first run makes ${recorded.calls.run} calls, its removal ${recorded.calls.removal}`,
  );
  const run: SweepRun = { ...{ date: new Date(), seed, verb, recorded }, results: [] };
  let section: string | undefined;
  for (const world of worlds) {
    const result = await opener.use(world.number, (ground) => runWorld(ground, world, recorded.marks));
    signal.throwIfAborted();
    run.results.push(result);
    console.log(formatLine(result));
    const next = formatReport(run);
    await writeSection(reportFile, next, section);
    section = next;
    // What a failed world left behind must not be taken for the work of the next one.
    if (result.problems.length > 0) await opener.startAnew();
  }
  return run.results.every(({ problems }) => problems.length === 0);
}

/** A game master is made once for all boards; a first run of core wants nothing before it. */
function groundOpener(verb: SweptVerb, signal: AbortSignal) {
  let kept: Ground | undefined;
  const forget = async () => {
    await kept?.folder[Symbol.asyncDispose]();
    kept = undefined;
  };
  return {
    async use<Result>(number: number, work: (ground: Ground) => Promise<Result>): Promise<Result> {
      const ground =
        kept ??
        (await openGround(await stageUp({ name: values.stage }), verb, { name: `sweep-${number}`, signal }));
      if (verb.name === 'kapsule') kept = ground;
      try {
        return await work(ground);
      } finally {
        if (verb.name === 'core') await ground.folder[Symbol.asyncDispose]();
      }
    },
    async startAnew(): Promise<void> {
      await forget();
      await stageDown({ name: values.stage });
    },
    [Symbol.asyncDispose]: forget,
  };
}

function formatLine({ world, strikes, problems, elapsedMs }: WorldResult): string {
  const { struck, runs, errors } = strikes;
  const counts = `${struck.length} strikes, ${runs} runs, ${errors.length} clear errors`;
  const outcome = problems.length === 0 ? 'well' : `FAILED\n${problems.join('\n')}`;
  return `${world.number}. ${formatWorld(world)}: ${counts}; ${(elapsedMs / 1000).toFixed(0)} s; ${outcome}`;
}
