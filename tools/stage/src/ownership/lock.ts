import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { StageStartError } from '../errors.ts';

const folder = '/run/lock/hunt-stage';

/**
 * Does something while holding a lock of the whole host. The kernel lets go of it when the holder dies,
 * however it dies: a small child holds it, and ends when our end of its pipe closes.
 */
export async function withLock<Result>(
  name: string,
  action: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  mkdirSync(folder, { recursive: true });
  const holder = spawn(
    'flock',
    ['--exclusive', path.join(folder, name), 'sh', '-c', 'echo taken; exec cat >/dev/null'],
    { stdio: ['pipe', 'pipe', 'ignore'], ...(signal ? { signal } : {}) },
  );
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()));
  try {
    await new Promise<void>((resolve, reject) => {
      holder.once('error', reject);
      holder.stdout.once('data', () => resolve());
      holder.once('exit', () => reject(new StageStartError(`the lock '${name}' could not be taken`)));
    });
    return await action();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
