import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';
import type { MachineNames } from '../network/machine-link.ts';
import { waitingNamespace } from '../network/machine-link.ts';
import { recordOwned } from '../ownership/claim.ts';
import { bootScript } from './boot-script.ts';
import { createCgroup } from './cgroups.ts';
import type { Bind, Volume } from './volume.ts';

/** What systemd as PID 1 understands (systemd(1), "SIGNALS"); 34 is SIGRTMIN on Linux with glibc. */
const powerOffSignal = 34 + 4;
const rebootSignal = 'SIGINT';

/** How systemd-nspawn says that its machine wants to be started again (facts/stage.md 1). */
const rebootExitCode = 133;

const bootPatienceMs = 20_000;

export interface MachineSetup {
  stage: string;
  names: MachineNames;
  volume: Volume;
  cgroups: readonly string[];
}

/** A machine from one boot to its end. */
export interface RunningMachine {
  /** The process number of its PID 1, as the host sees it. */
  leader: number;
  /** Resolves when it is gone, with whether it asked to be started again. */
  ended: Promise<{ wantsReboot: boolean }>;
  /** The power is cut: nothing in it gets to write another byte. */
  cutPower(): void;
  /** Asks its init to stop in order. */
  requestPowerOff(): void;
  requestReboot(): void;
}

/**
 * Boots a volume on a link that was laid before, and resolves once its init runs. The machine dies with the
 * process that booted it.
 */
export async function bootMachine(setup: MachineSetup): Promise<RunningMachine> {
  const cgroups = setup.cgroups.map((folder) => path.join(folder, setup.names.short));
  for (const folder of cgroups) createCgroup(folder);
  const consoleFile = path.join(setup.volume.folder, 'console.log');
  const output = openSync(consoleFile, 'a');
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'TERM'],
      ...['nsenter', `--net=/run/netns/${waitingNamespace(setup.stage, setup.names)}`],
      // Slave, so that namespaces deleted on the host do not live on in here.
      ...['unshare', '--mount', '--propagation', 'slave'],
      ...['sh', '-c', bootScript, 'boot-script'],
      ...[setup.volume.folder, setup.volume.image, `${setup.stage}-${setup.names.short}`],
      ...[setup.volume.binds.map(formatBind).join(' '), ...cgroups],
    ],
    { stdio: ['ignore', output, output] },
  );
  closeSync(output);
  const ended = once(child, 'close').then(([exitCode]) => ({ wantsReboot: exitCode === rebootExitCode }));
  ended.catch(() => undefined);
  const leader = await waitForInit(child, consoleFile);
  recordOwned(setup.stage, child.pid ?? leader, `machine ${setup.names.short}`);
  const send = (signal: NodeJS.Signals | number): void => {
    if (child.exitCode === null && child.signalCode === null) sendSignal(leader, signal);
  };
  return {
    leader,
    ended,
    cutPower: () => {
      send('SIGKILL');
      child.kill('SIGKILL');
    },
    requestPowerOff: () => send(powerOffSignal),
    requestReboot: () => send(rebootSignal),
  };
}

const formatBind = ({ source, target, isReadOnly }: Bind): string =>
  `${isReadOnly === true ? '--bind-ro' : '--bind'}=${source}:${target}`;

async function waitForInit(child: ChildProcess, consoleFile: string): Promise<number> {
  const deadline = Date.now() + bootPatienceMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const leader = child.pid === undefined ? undefined : findInit(child.pid);
    if (leader !== undefined) return leader;
    await sleep(10);
  }
  child.kill('SIGKILL');
  const said = readFileSync(consoleFile, 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new StageStartError(`a machine's init did not start; its console says: ${said || 'nothing'}`);
}

/** The child of nspawn that is PID 1 in a namespace of its own and runs systemd already. */
function findInit(nspawn: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${nspawn}/task/${nspawn}/children`, 'utf8').trim().split(' ');
    return children
      .map(Number)
      .find(
        (pid) =>
          readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'systemd' &&
          /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
      );
  } catch {
    return undefined;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals | number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended in between
  }
}
