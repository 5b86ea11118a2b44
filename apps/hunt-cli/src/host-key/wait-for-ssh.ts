import { setTimeout as sleep } from 'node:timers/promises';
import type { HostConnection } from '@wescale/ssh-host';
import type { StepContext } from '../steps/step.ts';

/** The machine did not let us in. */
export class UnreachableError extends Error {
  readonly code = 'unreachable';
}

const pauseMs = 500;

/**
 * Connects to a machine that may still be booting. A host key that is not ours ends the wait at once; everything else
 * (no route, no sshd yet, our key not yet placed by cloud-init) is what booting looks like.
 */
export function waitForSsh(
  address: string,
  context: StepContext,
  timeoutMs?: number,
): Promise<HostConnection> {
  return waitForConnection(address, () => context.gameMaster.connect(address), context, timeoutMs);
}

/** The same with a connection of the caller's own making. */
export async function waitForConnection(
  address: string,
  connect: () => Promise<HostConnection>,
  { signal, progress }: Pick<StepContext, 'signal' | 'progress'>,
  timeoutMs = 300_000,
): Promise<HostConnection> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      signal.throwIfAborted();
      if (!isBooting(error)) throw error;
      if (performance.now() > deadline) {
        throw new UnreachableError(
          `no SSH on ${address} after ${timeoutMs / 1000} s (${(error as Error).message}); ` +
            'look at its console in Scaleway, or remove it with hunt destroy and start over',
          { cause: error },
        );
      }
    }
    progress(`waiting for SSH on ${address}`);
    await sleep(pauseMs, undefined, { signal });
  }
}

function isBooting(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'connect-failed' || code === 'login-refused' || code === 'connection-lost';
}
