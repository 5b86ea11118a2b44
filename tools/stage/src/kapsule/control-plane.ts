import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';
import { recordOwned } from '../ownership/claim.ts';

/** How long it may take to end in order before it is killed. */
const stopPatienceMs = 10_000;
const restartAfterMs = 1_000;

export interface ControlPlaneOptions {
  stage: string;
  /** The program `kapsule`, and the file with its configuration. */
  program: string;
  configuration: string;
  /** The network namespace it runs in. */
  namespace: string;
  logFile: string;
  /** Hears that it ended by itself; it is started again. */
  onProblem: (message: string) => void;
}

export interface RunningControlPlane {
  /** Ends it; its data stay. */
  stop(): Promise<void>;
}

/**
 * Starts a control plane beside the stage's own services, and resolves once all in it is there. It dies with us; one that
 * ends by itself is started again, as Scaleway would do.
 *
 * @throws StageStartError when it ends before it is ready
 */
export async function startControlPlane(
  options: ControlPlaneOptions,
  signal?: AbortSignal,
): Promise<RunningControlPlane> {
  const over = new AbortController();
  let child = spawnControlPlane(options);
  const isOver = (): boolean => over.signal.aborted;
  const keep = async (): Promise<void> => {
    for (;;) {
      await ended(child);
      if (isOver()) return;
      options.onProblem(`a control plane ended by itself; it said: ${lastLines(options.logFile)}`);
      await sleep(restartAfterMs);
      if (isOver()) return;
      child = spawnControlPlane(options);
    }
  };
  const stop = async (): Promise<void> => {
    over.abort();
    await end(child);
  };
  try {
    await waitUntilReady(child, options, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  keep().catch((error: unknown) => options.onProblem(String(error)));
  return { stop };
}

function spawnControlPlane(options: ControlPlaneOptions): ChildProcess {
  const log = openSync(options.logFile, 'a');
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'nsenter', `--net=/run/netns/${options.namespace}`],
      ...[options.program, 'control-plane', `--configuration=${options.configuration}`],
    ],
    { stdio: ['ignore', 'pipe', log] },
  );
  closeSync(log);
  if (child.pid !== undefined) recordOwned(options.stage, child.pid, 'control plane');
  return child;
}

async function waitUntilReady(
  child: ChildProcess,
  { logFile }: ControlPlaneOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const gone = ended(child).then(() => {
    throw new StageStartError(`a control plane ended before it was ready; it said: ${lastLines(logFile)}`);
  });
  const aborted = signal === undefined ? [] : [rejectWhenAborted(signal)];
  const ready = new Promise<void>((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"ready"')) resolve();
    });
  });
  await Promise.race([ready, gone, ...aborted]);
}

async function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = ended(child);
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
  await gone;
  clearTimeout(patience);
}

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n') || 'nothing';
}
