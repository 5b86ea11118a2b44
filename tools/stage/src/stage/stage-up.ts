import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildPebble, ensureHelm } from '@wescale/real-servers';
import { StageStartError } from '../errors.ts';
import { requireSuitableHost } from '../host/read-host.ts';
import { ensurePackages } from '../host/required-packages.ts';
import { ensureImage } from '../machine/debian-image.ts';
import { claimStage } from '../ownership/claim-stage.ts';
import type { Claim } from '../ownership/claim.ts';
import { namespaceName, readClaim, runDirectory } from '../ownership/claim.ts';
import { withLock } from '../ownership/lock.ts';
import { isAlive, killRecorded, recordProcess } from '../ownership/process-record.ts';
import { removeDeadStages, removeStage } from '../ownership/remove-stage.ts';
import { readDebianMirror } from '../packages/apt-sources.ts';
import type { StageDescription } from './description.ts';
import { readDescription } from './description.ts';
import type { SupervisorOrder, SupervisorReport } from './messages.ts';
import { requireParentZone, requireSameZone } from './parent-zone.ts';
import { readLogTail } from './read-log-tail.ts';
import { requireStageName } from './stage-name.ts';
import { requireSameVersion } from './stage-version.ts';

const startPatienceMs = 60_000;

export interface StageUpOptions {
  /** @default 'default' */
  name?: string;
  /** What Scaleway's durations are multiplied by. @default 0.01 */
  timeScale?: number;
  /** The domain that the account has; the hunt's own is below it. @default 'example.com' */
  parentZone?: string;
  /**
   * When Kubernetes and what runs in it are made, which takes minutes the first time on a host: beside everything else,
   * or when somebody asks for it. Nothing waits for it that does not need it. @default 'at once'
   */
  supplies?: 'at once' | 'on demand';
  signal?: AbortSignal;
  onProgress?: (message: string) => void;
}

/**
 * Brings a stage up, or does nothing when it is up. It goes on running after this process ends, until
 * `stageDown`. What a dead stage left behind is removed on the way. The first stage on a host takes half a
 * minute more: the machine image is made then, and the certificate authority is built.
 *
 * @throws PreflightError when this host cannot carry a stage; nothing was touched then.
 * @throws StageVersionError when a stage of that name is up that another version of this checkout has made.
 * @throws ParentZoneError when the stage is up with another parent zone.
 * @example
 * const stage = await stageUp({ name: 'rehearsal', onProgress: console.log });
 * console.log(stage.apiUrl);
 */
export async function stageUp(options: StageUpOptions = {}): Promise<StageDescription> {
  const name = requireStageName(options.name ?? 'default');
  const parentZone = requireParentZone(options.parentZone ?? 'example.com');
  const existing = readDescription(name);
  if (existing) return requireSame(existing, options.parentZone);
  await requireSuitableHost({ go: true });
  await ensurePackages(options);
  const mirror = await readDebianMirror(options);
  const [programs] = await together(options.signal, (signal) => [
    ensureHelm({ ...options, version: '4.2.3', signal }),
    ensureImage('debian_bookworm', mirror, { ...options, signal }),
    buildPebble({ ...options, signal }),
  ]);
  const started = await withLock('host', async () => {
    await removeDeadStages((dead) =>
      options.onProgress?.(`Removing what the dead stage '${dead}' left behind`),
    );
    return readClaim(name)
      ? undefined
      : startSupervisor(name, {
          ...{ mirror, timeScale: options.timeScale, parentZone, programs },
          supplies: options.supplies ?? 'at once',
        });
  });
  options.onProgress?.(`Bringing up the stage '${name}'`);
  if (!started) return requireSame(await waitForOther(name, options.signal), options.parentZone);
  const { supervisor, claim } = started;
  try {
    await waitUntilReady(supervisor, name, options.signal);
  } catch (error) {
    killRecorded(claim.owner);
    await withLock('host', () => removeStage(claim));
    throw error;
  }
  const description = readDescription(name);
  if (!description) throw new StageStartError(`the stage '${name}' ended right after it had come up`);
  return description;
}

function requireSame(stage: StageDescription, parentZone: string | undefined): StageDescription {
  return requireSameZone(requireSameVersion(stage), parentZone);
}

/** Does things side by side; when one fails, the others are stopped. */
async function together<Results extends readonly unknown[]>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => { [Index in keyof Results]: Promise<Results[Index]> },
): Promise<Results> {
  const failed = new AbortController();
  try {
    return await Promise.all(start(signal ? AbortSignal.any([signal, failed.signal]) : failed.signal));
  } catch (error) {
    failed.abort();
    throw error;
  }
}

async function startSupervisor(
  name: string,
  order: Omit<SupervisorOrder, 'claim'>,
): Promise<{ supervisor: ChildProcess; claim: Claim }> {
  mkdirSync(runDirectory(name), { recursive: true });
  const log = openSync(path.join(runDirectory(name), 'stage.log'), 'a');
  const supervisor = spawn(
    process.execPath,
    // The last argument only tells a reader of the process list whose it is.
    [
      '--conditions=@wescale/source',
      fileURLToPath(new URL('../supervisor.ts', import.meta.url)),
      namespaceName(name),
    ],
    { detached: true, cwd: '/', stdio: ['ignore', log, log, 'ipc'] },
  );
  closeSync(log);
  const owner = supervisor.pid === undefined ? undefined : recordProcess(supervisor.pid);
  if (!owner) throw new StageStartError(`the supervisor of the stage '${name}' did not start`);
  const claim = claimStage('stage', name, owner);
  supervisor.send({ claim, ...order } satisfies SupervisorOrder);
  return { supervisor, claim };
}

async function waitUntilReady(
  supervisor: ChildProcess,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const patience = AbortSignal.timeout(startPatienceMs);
  const stop = signal ? AbortSignal.any([signal, patience]) : patience;
  const report = await Promise.race([
    once(supervisor, 'message', { signal: stop }).then(([message]) => message as SupervisorReport),
    once(supervisor, 'exit', { signal: stop }).then(([code]): SupervisorReport => ({
      kind: 'failed',
      message: `its supervisor ended with ${String(code)}`,
    })),
  ]).catch((cause: unknown) => {
    if (!patience.aborted || signal?.aborted === true) throw cause;
    const message = `it is not up after ${startPatienceMs / 1000} s${readLogTail(name)}`;
    return { kind: 'failed', message } satisfies SupervisorReport;
  });
  if (report.kind === 'failed')
    throw new StageStartError(`the stage '${name}' did not come up: ${report.message}`);
  supervisor.disconnect();
  supervisor.unref();
}

/** Somebody else is bringing the same stage up. */
async function waitForOther(name: string, signal: AbortSignal | undefined): Promise<StageDescription> {
  const deadline = Date.now() + startPatienceMs;
  while (Date.now() < deadline) {
    const description = readDescription(name);
    if (description) return description;
    const claim = readClaim(name);
    if (!claim || !isAlive(claim.owner) || !existsSync(runDirectory(name)))
      throw new StageStartError(
        `the stage '${name}', which another process was bringing up, did not come up`,
      );
    await sleep(50, undefined, signal ? { signal } : {});
  }
  throw new StageStartError(
    `the stage '${name}' is not up after ${startPatienceMs / 1000} s; try stage:down`,
  );
}
