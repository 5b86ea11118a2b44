import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DebianMachine } from '@wescale/stage';

/** The network that a machine of its own has. */
export const networkOf = (machine: DebianMachine): string => `/run/netns/hunt-${machine.name}`;

/**
 * Starts a program in a network; resolves at its first line of output. It ends with this process.
 *
 * @param folder where it is started; this process's by default
 */
export async function startInNetwork(
  network: string,
  command: readonly string[],
  folder?: string,
): Promise<ChildProcess> {
  const start = [`--net=${network}`, 'setpriv', '--pdeathsig', 'TERM', ...command];
  const child = spawn('nsenter', start, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${command.slice(0, 2).join(' ')} ended`);
  });
  await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => undefined);
  return child;
}
