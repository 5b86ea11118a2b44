/**
 * Where the time of a first `core` and of a first board goes on a fresh stage, step by step, and what of it is hunt's
 * own; each then a second time, with nothing to do. The rest is the machine's: booting, installing packages, starting
 * Kubernetes.
 */
import { startStage } from '@wescale/stage';
import { createHuntFolder, type HuntFolder } from '../integration/hunt-folder.ts';
import { phasesOf, type StepPhases } from './phases.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (ms: number): string => (ms / 1000).toFixed(2).padStart(8);

interface MeasuredRun {
  steps: StepPhases[];
  /** Of the whole process. */
  wallMs: number;
  /** User and system time of hunt and of the programs it ran. */
  cpuMs: number;
}

/** The shell's `times` prints its own times in one line and those of its children in the next: `0m1.52s 0m0.20s`. */
function cpuMsOf(stderr: string): number {
  const children = stderr.trimEnd().split('\n').at(-1) ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60_000 + Number(rest) * 1000,
    0,
  );
}

async function measure(folder: HuntFolder, verb: 'core' | 'kapsule'): Promise<MeasuredRun> {
  const startedAt = performance.now();
  const { exitCode, events, stderr, stdout } = await folder.run(verb, '--json');
  const wallMs = performance.now() - startedAt;
  if (exitCode !== 0) throw new Error(`${verb} failed:\n${stdout.slice(-2000)}${stderr}`);
  return { steps: phasesOf(events), wallMs, cpuMs: cpuMsOf(stderr) };
}

function show(title: string, { steps, wallMs, cpuMs }: MeasuredRun): void {
  print(`\n${title}`);
  print(
    `${'step'.padEnd(16)}${['read', 'apply', 'verify', 'total'].map((name) => name.padStart(8)).join('')}`,
  );
  for (const { step, readMs, applyMs, verifyMs } of steps) {
    const total = readMs + applyMs + verifyMs;
    print(`${step.padEnd(16)}${[readMs, applyMs, verifyMs, total].map(seconds).join('')}`);
  }
  const share = ((cpuMs / wallMs) * 100).toFixed(0);
  print(`whole process ${seconds(wallMs)} s, of which hunt computed ${seconds(cpuMs).trim()} s (${share} %)`);
}

await using stage = await startStage({ onProgress: print });
await using folder = await createHuntFolder(stage.name, {
  until: 'rancher-setup',
  through: ['bash', '-c', '"$@"; code=$?; times >&2; exit $code', 'hunt'],
});
const goalsMs = { core: 5000, kapsule: 8000 };
const figures: Record<string, unknown> = { bench: 'hunt-cli', goals: { secondRunMs: goalsMs } };
for (const verb of ['core', 'kapsule'] as const) {
  for (const run of ['first', 'second']) {
    const measured = await measure(folder, verb);
    show(`${verb}, ${run} run, seconds`, measured);
    figures[`${verb} ${run}`] = {
      ...measured,
      wallMs: Math.round(measured.wallMs),
      cpuMs: Math.round(measured.cpuMs),
    };
  }
}
print(JSON.stringify(figures));
await folder.run('destroy', '--yes');
