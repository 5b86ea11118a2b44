/** `nx run hunt-cli:sweep -- --seed N --from K`: every way we know to disturb a first run, one after the other. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stageDown, stageUp } from '@wescale/stage';
import { formatCase, planCases, type SweepCase } from './cases.ts';
import { recordFirstRun } from './record-first-run.ts';
import { formatReport } from './report.ts';
import { runCase, type CaseResult } from './run-case.ts';

const help = `Disturbs first runs of hunt core, and looks whether the next run puts things right.

  --seed N       draws the moments of the kills, and the faults when not all are run (1)
  --from K       goes on with case K of the same seed and size (1)
  --kills N      how many times a first run is killed (30)
  --faults N     how many faults, or all: each kind at each call site (all)
  --stage NAME   the stage to use; nobody else may use it meanwhile (sweep)

Results go to docs/reference/reliability.md. Ctrl-C ends the sweep; the case under way does not count, and --from goes on with it.
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    kills: { type: 'string', default: '30' },
    faults: { type: 'string', default: 'all' },
    stage: { type: 'string', default: 'sweep' },
    help: { type: 'boolean', default: false },
  },
});
const reportFile = join(import.meta.dirname, '../../../docs/reference/reliability.md');

if (values.help) console.log(help);
else process.exitCode = (await sweep()) ? 0 : 1;

/** @returns whether every case ended as it should */
async function sweep(): Promise<boolean> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const seed = Number(values.seed);
  const faults = values.faults === 'all' ? 'all' : Number(values.faults);
  const stage = await stageUp({ name: values.stage });
  const results: CaseResult[] = [];
  try {
    const { lines, sites } = await recordFirstRun(stage);
    const cases = planCases(sites, { seed, kills: Number(values.kills), faults });
    console.log(
      `${cases.length} cases; a first run prints ${lines} lines and has ${sites.length} call sites`,
    );
    try {
      await runCases(cases.slice(Number(values.from) - 1), lines, results, stopping.signal);
    } finally {
      const run = { date: new Date(), seed, total: cases.length, sites: sites.length, results };
      if (results.length > 0) await appendFile(reportFile, `\n${formatReport(run)}`);
    }
  } finally {
    await stageDown({ name: values.stage });
  }
  return results.every(({ outcome }) => outcome !== 'failed');
}

async function runCases(
  cases: SweepCase[],
  lines: number,
  results: CaseResult[],
  signal: AbortSignal,
): Promise<void> {
  for (const one of cases) {
    const result = await runCase(await stageUp({ name: values.stage }), one, { lines });
    if (signal.aborted) return;
    results.push(result);
    console.log(formatLine(result));
    // What a failed case left behind must not be taken for the work of the next one.
    if (result.outcome === 'failed') await stageDown({ name: values.stage });
  }
}

function formatLine({ case: one, outcome, lastEvent, problems, elapsedMs }: CaseResult): string {
  const detail = outcome === 'failed' ? `\n${problems.join('\n')}` : '';
  return `${one.number}. ${formatCase(one)}: ${outcome} (last: ${lastEvent}; ${(elapsedMs / 1000).toFixed(1)} s)${detail}`;
}
