import { setTimeout as sleep } from 'node:timers/promises';
import { connectToEmulator, type EmulatorControl } from '@wescale/scaleway-emulator';
import type { StageDescription } from '@wescale/stage';
import { countOfEach, nothing, takeCensus, type Census } from '../integration/account.ts';
import { createHuntFolder, type HuntFolder } from '../integration/hunt-folder.ts';
import type { HuntResult, PrintedEvent } from '../integration/running-hunt.ts';
import { anyId } from './call-sites.ts';
import type { FaultCase, KillCase, SweepCase } from './cases.ts';

/** How a case went. */
export interface CaseResult {
  case: SweepCase;
  /** The first run ended well; or in one clear error, or killed, and the next one ended well; or neither. */
  outcome: 'converged' | 'clear error' | 'taken up' | 'failed';
  /** What the first run did or said last. */
  lastEvent: string;
  isDoubled: boolean;
  isLeaked: boolean;
  /** What is not as it should be, each with what was printed. */
  problems: string[];
  elapsedMs: number;
}

/** Longer than any run takes that is not stuck. */
const patienceMs = 240_000;

/** Long enough for every call of the stage, short enough to meet a hang in each case. */
const callTimeoutSeconds = 3;

/**
 * Runs a case to its end: the disturbed first run, the next run if that one did not end well, a plan that must be
 * empty, and a destroy that must leave nothing.
 *
 * @param lines how many a first run prints when nothing disturbs it
 * @param shared other hunts are at work on the stage: only what bears this hunt's name is counted
 */
export async function runCase(
  stage: StageDescription,
  one: SweepCase,
  { lines, shared = false }: { lines: number; shared?: boolean },
): Promise<CaseResult> {
  const startedAt = performance.now();
  const name = `sweep-${one.kind}-${one.number}`;
  const control = connectToEmulator(stage.apiUrl);
  await using folder = await createHuntFolder(stage.name, { name, callTimeoutSeconds });
  const census = () => takeCensus(stage.name, shared ? name : undefined);

  const disturbed =
    one.kind === 'kill' ? await runAndKill(folder, one, lines) : await runWithFault(folder, control, one);
  const problems = [...disturbed.problems];
  if (disturbed.outcome !== 'converged') problems.push(...(await expectSuccess(folder, 'core', '--json')));
  const made = await census();
  if (!equals(made, countOfEach(1))) problems.push(`after the last core there are ${JSON.stringify(made)}`);
  problems.push(...(await expectSuccess(folder, 'plan')));
  problems.push(...(await expectSuccess(folder, 'destroy', '--yes')));
  const left = await census();
  if (!equals(left, nothing)) problems.push(`after destroy there are ${JSON.stringify(left)}`);

  return {
    case: one,
    outcome: problems.length === 0 ? disturbed.outcome : 'failed',
    lastEvent: disturbed.lastEvent,
    isDoubled: Object.values(made).some((count: number) => count > 1),
    isLeaked: !equals(left, nothing),
    problems,
    elapsedMs: performance.now() - startedAt,
  };
}

interface DisturbedRun {
  outcome: Exclude<CaseResult['outcome'], 'failed'>;
  lastEvent: string;
  problems: string[];
}

async function runAndKill(
  folder: HuntFolder,
  { afterPercent, delayMs }: KillCase,
  lines: number,
): Promise<DisturbedRun> {
  const afterLines = Math.floor((lines * afterPercent) / 100);
  const hunt = folder.start('core', '--json');
  if (afterLines > 0) await hunt.printed((_line, index) => index === afterLines - 1);
  await Promise.race([sleep(delayMs), hunt.ended]);
  hunt.process.kill('SIGKILL');
  const result = await hunt.ended;
  // Where the run was quicker than the recorded one, it ended before the moment came.
  const isKilled = hunt.process.signalCode === 'SIGKILL';
  return {
    outcome: isKilled ? 'taken up' : 'converged',
    lastEvent: describeLast(result.events),
    problems: isKilled || result.exitCode === 0 ? [] : [describe('core ended by itself', result)],
  };
}

async function runWithFault(
  folder: HuntFolder,
  control: EmulatorControl,
  { fault, site }: FaultCase,
): Promise<DisturbedRun> {
  await control.clearFaults();
  await control.clearJournal();
  await control.inject({ ...site, kind: fault });
  const result = await runToEnd(folder, 'core', '--json');
  const isMet = (await control.journal()).some((entry) => entry.fault === fault);
  await control.clearFaults();
  const isConverged = result.exitCode === 0;
  return {
    outcome: isConverged ? 'converged' : 'clear error',
    lastEvent: describeLast(result.events),
    problems: [
      ...(isMet ? [] : ['the call that the fault was to meet was never made']),
      ...(isConverged || isOneClearError(result)
        ? []
        : [describe('core did not end in one clear error', result)]),
    ],
  };
}

/** Exit 1, one error event with a code of ours and a sentence, and no stack anywhere. */
export function isOneClearError({ exitCode, events, stdout, stderr }: HuntResult): boolean {
  const errors = events.flatMap((event) => (event.event === 'error' ? [event] : []));
  const [error] = errors;
  return (
    exitCode === 1 &&
    errors.length === 1 &&
    error !== undefined &&
    error.code !== 'unexpected' &&
    error.message.length > 20 &&
    stderr === '' &&
    !/^\s+at /m.test(stdout)
  );
}

async function expectSuccess(folder: HuntFolder, verb: string, ...args: string[]): Promise<string[]> {
  const result = await runToEnd(folder, verb, ...args);
  return result.exitCode === 0 ? [] : [describe(`${verb} did not end well`, result)];
}

async function runToEnd(folder: HuntFolder, verb: string, ...args: string[]): Promise<HuntResult> {
  const hunt = folder.start(verb, ...args);
  const patience = setTimeout(() => hunt.process.kill('SIGKILL'), patienceMs);
  try {
    return await hunt.ended;
  } finally {
    clearTimeout(patience);
  }
}

function describe(what: string, { exitCode, stdout, stderr }: HuntResult): string {
  const printed = `${stdout}${stderr}`.trimEnd().split('\n').slice(-12).join('\n');
  return `${what} (exit code ${exitCode ?? 'none, killed'}):\n${printed}`;
}

/** What a run did or said last; ids are left out, so that equal endings read equal. */
function describeLast(events: PrintedEvent[]): string {
  const last = events.findLast(({ event }) => event === 'progress' || event === 'error' || event === 'step');
  if (last?.event === 'progress') return `${last.step}: ${last.message}`;
  if (last?.event === 'error') return `${last.code}: ${last.message.replaceAll(anyId, '…')}`;
  return last?.event === 'step' ? `${last.step}: ${last.state}` : 'nothing';
}

function equals(left: Census, right: Census): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
