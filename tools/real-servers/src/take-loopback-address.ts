import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { runProgram } from './run-program.ts';

/** An address of 127.0.0.0/8 for one test alone; taken off the loopback interface at dispose. */
export interface LoopbackAddress extends AsyncDisposable {
  address: string;
}

/** Label of the addresses a process added, by which later ones tell whether it still lives. */
const labelOf = (pid: number): string => `lo:t${pid}`;

/** Removes what processes left behind that were killed. */
async function removeAbandoned(): Promise<void> {
  const list = await runProgram('ip', ['-o', '-4', 'address', 'show', 'dev', 'lo']);
  for (const [, address = '', pid = ''] of list.matchAll(/inet (\S+) .*\blo:t(\d+)\b/g)) {
    if (existsSync(`/proc/${pid}`)) continue;
    // Somebody else may be faster.
    await runProgram('ip', ['address', 'del', address, 'dev', 'lo']).catch(() => undefined);
  }
}

/**
 * Puts a further address on the loopback interface, for servers that listen only on addresses an interface has
 * (named) or must share one port number. Needs root.
 */
export async function takeLoopbackAddress(): Promise<LoopbackAddress> {
  await removeAbandoned();
  for (let attempt = 1; ; attempt += 1) {
    const address = `127.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}`;
    try {
      await runProgram('ip', ['address', 'add', `${address}/32`, 'dev', 'lo', 'label', labelOf(process.pid)]);
      return {
        address,
        [Symbol.asyncDispose]: async () => {
          await runProgram('ip', ['address', 'del', `${address}/32`, 'dev', 'lo']);
        },
      };
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}
