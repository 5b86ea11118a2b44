import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Kills a process of ours and waits until it is gone; one that has ended, or that never was, is none. */
export async function killProcess(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
