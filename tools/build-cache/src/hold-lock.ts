import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits for the lock of a file and holds it until disposed of. The kernel frees it when this process dies.
 *
 * @throws when the signal fires first
 */
export async function holdLock(file: string, signal?: AbortSignal): Promise<AsyncDisposable> {
  // cat ends when its standard input does, so with this process at the latest.
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const release = async (): Promise<void> => {
    if (holder.exitCode !== null || holder.signalCode !== null) return;
    holder.stdin.destroy();
    await once(holder, 'exit');
  };
  const abort = (): void => {
    holder.kill('SIGKILL');
  };
  signal?.addEventListener('abort', abort);
  try {
    await new Promise<void>((resolve, reject) => {
      holder.once('error', reject);
      holder.once('exit', () => reject(new Error(`no lock on ${file}`, { cause: signal?.reason })));
      holder.stdout.once('data', () => resolve());
      if (signal?.aborted === true) abort();
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  return { [Symbol.asyncDispose]: release };
}
