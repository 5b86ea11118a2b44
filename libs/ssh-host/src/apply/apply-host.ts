import { randomBytes } from 'node:crypto';
import type { CommandResult } from '../connection/host-connection.ts';
import {
  ApplyFailedError,
  ApplyInterruptedError,
  ConnectionLostError,
  LockHeldError,
  NotConvergedError,
} from '../errors.ts';
import type { LockHolder } from '../read/host-facts.ts';
import { parseProbe, parseRecord } from '../read/parse-probe.ts';
import { defaultStateDirectory, type Host } from '../read/read-host.ts';
import { planHost, type HostPlan } from '../plan/plan-host.ts';
import { quote } from '../shell/quote.ts';
import { applyScript, stopFile } from './apply-script.ts';

/** `waiting`: for work that an earlier run began. `drifted`: not touched, it is not as it was when planned. */
export type ResourceState = 'started' | 'waiting' | 'done' | 'failed' | 'drifted' | 'skipped';

/** What is happening to one resource. */
export interface ResourceProgress {
  resource: string;
  state: ResourceState;
  /** Why it failed, or what is waited for. */
  detail?: string;
}

export interface ApplyOptions {
  /** Called as the host works, resource by resource. */
  onProgress?: (progress: ResourceProgress) => void;
  /** Who applies, for whoever finds the host locked: a person and a machine, for example. @default 'unknown' */
  by?: string;
  /** Names the run's journal on the host; sorts by time. @default the current time and a random part */
  runId?: string;
  /** As when reading. @default '/var/lib/ssh-host' */
  stateDirectory?: string;
  /** Throws the reason at once; the host finishes the resource it is at and stops there. */
  signal?: AbortSignal;
}

/** What became of a plan. */
export interface HostApplyResult {
  runId: string;
  /** The last state of every change, in order; empty when there was nothing to do. */
  results: ResourceProgress[];
}

/**
 * Carries out a plan in one round trip and proves by another look, in the same trip, that nothing is left to do.
 *
 * Before the first change, everything the plan relies on is checked again: if any of it has drifted, nothing is done.
 * The first failure stops the rest. If the link drops, the host works on to the end; reading it again tells.
 *
 * @throws LockHeldError when somebody else is applying. @throws ApplyFailedError when a resource failed or drifted.
 * @throws NotConvergedError when all was done and the host is still not as it should be.
 * @throws ConnectionLostError when the link dropped.
 *
 * @example
 * await applyHost(connection, plan, { by: 'ci', onProgress: ({ resource, state }) => console.log(resource, state) });
 */
export async function applyHost(
  host: Host,
  plan: HostPlan,
  options: ApplyOptions = {},
): Promise<HostApplyResult> {
  const runId = options.runId ?? newRunId();
  options.signal?.throwIfAborted();
  if (plan.changes.length === 0) return { runId, results: [] };
  const { stateDirectory = defaultStateDirectory, by = 'unknown', signal, onProgress } = options;
  const states = new Map<string, ResourceProgress>();
  const during = `apply ${plan.changes.length} changes (run ${runId})`;
  let latest = 'nothing';
  const running = host
    .run('/bin/sh -s', {
      stdin: applyScript(plan, stateDirectory, { runId, by }),
      during,
      onLine(line) {
        const progress = parseProgress(line);
        if (!progress) return;
        states.set(progress.resource, progress);
        latest = `${progress.resource} ${progress.state}`;
        onProgress?.(progress);
      },
    })
    .catch((error: unknown) => {
      if (!(error instanceof ConnectionLostError)) throw error;
      throw new ConnectionLostError(host.host, `${during}; last heard: ${latest}`, { cause: error });
    });
  const stop = (): void => {
    host
      .run(`: >${quote(stopFile(stateDirectory, runId))}`, { during: `stop run ${runId}` })
      .catch(() => undefined);
  };
  const result = await untilAborted(running, signal, stop);
  const results = plan.changes.map(
    ({ resource }): ResourceProgress => states.get(resource) ?? { resource, state: 'skipped' },
  );
  return conclude(host, plan, result, { runId, results });
}

/** Tells what the script's output means; throws unless everything was done and proven. */
function conclude(
  host: Host,
  plan: HostPlan,
  { exitCode, stdout, stderr }: CommandResult,
  result: HostApplyResult,
): HostApplyResult {
  const probe = parseProbe(stdout);
  const { runningApply, facts } = probe.facts;
  if (exitCode === lockHeldExitCode) throw new LockHeldError(host.host, runningApply ?? unknownHolder);
  if (!probe.isComplete)
    throw new ApplyInterruptedError(
      `run ${result.runId} on ${host.host} ended before its time (exit code ${exitCode}): ${stderr.trim() || 'no message'}`,
    );
  const failure = result.results.find(({ state }) => state !== 'done');
  if (failure) throw new ApplyFailedError(host.host, result, failure);
  const left = planHost({ asked: plan.facts.asked, facts }, plan.resources);
  if (left.changes.length > 0) throw new NotConvergedError(host.host, left.changes);
  return result;
}

/** `flock`'s way of saying "try again" in the apply script (EX_TEMPFAIL of sysexits.h). */
const lockHeldExitCode = 75;

/** The lock is held, and its holder has not written its name yet. */
const unknownHolder: LockHolder = { runId: 'unknown', by: 'somebody', since: 'just now', from: 'somewhere' };

const states: ReadonlySet<string> = new Set<ResourceState>([
  'started',
  'waiting',
  'done',
  'failed',
  'drifted',
  'skipped',
]);

function isResourceState(text: string | undefined): text is ResourceState {
  return text !== undefined && states.has(text);
}

function parseProgress(line: string): ResourceProgress | undefined {
  const { resource, state, detail } = parseRecord(line) ?? {};
  if (resource === undefined || !isResourceState(state)) return undefined;
  return { resource, state, ...(detail !== undefined && { detail }) };
}

/** The promise, or the reason of the signal as soon as it is aborted; `onAbort` is called then. */
function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      onAbort();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function newRunId(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
