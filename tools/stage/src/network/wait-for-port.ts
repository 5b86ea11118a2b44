import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StageStartError } from '../errors.ts';

/** Waits until something accepts a TCP connection there. @throws StageStartError after `timeoutMs`. */
export async function waitForPort(
  host: string,
  port: number,
  options: { what: string; timeoutMs?: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const deadline = Date.now() + timeoutMs;
  while (!(await accepts(host, port))) {
    options.signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new StageStartError(
        `${options.what} at ${host}:${port} did not answer within ${timeoutMs / 1000} s`,
      );
    await sleep(25);
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1000 });
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
