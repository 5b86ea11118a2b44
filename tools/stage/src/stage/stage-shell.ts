import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { StageNotFoundError } from '../errors.ts';
import { requireRoot } from '../host/require-root.ts';
import type { MachineStatus } from '../machine/machine-list.ts';
import { readMachineList } from '../machine/machine-list.ts';
import { enterMachine } from '../machine/run-in-machine.ts';
import { isAlive } from '../ownership/process-record.ts';
import { readDescription } from './description.ts';

/**
 * Opens a root shell in a machine, or runs one shell line there, on our own terminal.
 *
 * @returns its exit code
 * @throws StageNotFoundError when there is no such stage or machine
 */
export async function stageShell(options: {
  name?: string;
  machine?: string | undefined;
  run?: string | undefined;
}): Promise<number> {
  requireRoot();
  const name = options.name ?? 'default';
  if (!readDescription(name))
    throw new StageNotFoundError(`the stage '${name}' is not up; bring it up with nx run stage:up`);
  const leader = chooseMachine(readMachineList(name), options.machine);
  const [command = '', ...args] = enterMachine(leader, [
    ...[
      'env',
      '--chdir=/root',
      '--ignore-environment',
      'HOME=/root',
      `TERM=${process.env['TERM'] ?? 'dumb'}`,
    ],
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...['bash', '--login', ...(options.run === undefined ? [] : ['-c', options.run])],
  ]);
  const shell = spawn(command, args, { stdio: 'inherit' });
  const [exitCode] = (await once(shell, 'exit')) as [number | null];
  return exitCode ?? 1;
}

/** @returns the process number of its PID 1 */
export function chooseMachine(machines: readonly MachineStatus[], wanted: string | undefined): number {
  const on = machines.flatMap(({ name, serverId, leader }) =>
    leader && isAlive(leader) ? [{ name, serverId, pid: leader.pid }] : [],
  );
  const candidates =
    wanted === undefined ? on : on.filter((one) => [one.name, one.serverId].includes(wanted));
  const [only, ...others] = candidates;
  const names = on.map((machine) => machine.name).join(', ') || 'none';
  if (only === undefined)
    throw new StageNotFoundError(
      wanted === undefined
        ? 'no machine of this stage is on'
        : `no machine '${wanted}' is on; on are: ${names}`,
    );
  if (others.length > 0) throw new StageNotFoundError(`several machines are on, name one of them: ${names}`);
  return only.pid;
}
