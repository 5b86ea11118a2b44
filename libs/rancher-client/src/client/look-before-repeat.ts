import type { CallOptions } from './client-options.ts';
import { mayPass } from './errors.ts';
import type { RancherClient } from './rancher-client.ts';

/**
 * Sends a write. When its answer is lost or Rancher stumbles, looks whether it was done all the same before it is sent
 * again: a write that was acted on twice would make two of a thing.
 *
 * @param look what the write was to bring about, or `undefined` when it is not there
 */
export async function lookBeforeRepeat<T>(
  rancher: RancherClient,
  send: () => Promise<T>,
  look: () => Promise<T | undefined>,
  options: CallOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!mayPass(error)) throw error;
      const done = await look();
      if (done !== undefined) return done;
      const delayMs = rancher.retryDelayMs(error, attempt);
      if (delayMs === undefined) throw error;
      await rancher.pauseBeforeRetry(error, delayMs, options);
    }
  }
}
