import type { CommandOptions, CommandResult } from '../run-command.ts';
import { tryCommand } from '../run-command.ts';

/** Enters a machine from the host, past its network and its sshd: for assertions and for a shell. */
export function enterMachine(leader: number, command: readonly string[]): string[] {
  return ['nsenter', `--target=${leader}`, '--mount', '--uts', '--ipc', '--net', '--pid', '--', ...command];
}

/** Runs a shell line as root inside the machine. */
export function runInMachine(
  leader: number,
  line: string,
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [command = '', ...args] = enterMachine(leader, ['/bin/sh', '-c', line]);
  return tryCommand(command, args, options);
}
