import type { WaitOptions } from '../client/client-options.ts';
import { RancherUnreachableError, RequestRefusedError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { isPinged, readHealth } from './probes.ts';
import { readVersion, type RancherVersion } from './version.ts';
import { readSetting } from '../settings/settings.ts';

/** What is known of a Rancher without logging in. */
export interface ReadyRancher {
  version: RancherVersion;
  /** Whether nobody has finished the first login yet. */
  isFirstLogin: boolean;
}

/**
 * Waits until Rancher answers: `/ping`, `/healthz`, `/rancherversion`, and a public setting, which the API itself serves.
 *
 * @param options `timeoutMs` is 600_000 by default: a first start on a small host takes minutes
 * @throws WaitExceededError, CertificateNotTrustedError, RedirectLoopError, UseHttpsError
 * @example
 * const { version } = await ready(createRancherClient({ url: 'https://rancher.example.com' }));
 */
export function ready(rancher: RancherClient, options: WaitOptions = {}): Promise<ReadyRancher> {
  const { timeoutMs = 600_000, ...rest } = options;
  const look = async (): Promise<Look<ReadyRancher>> => {
    try {
      if (!(await isPinged(rancher, options))) return awaiting('something answers /ping, and not with pong');
      const health = await readHealth(rancher, options);
      if (health !== 'ok') return awaiting(`Rancher says of its health: ${health.slice(0, 200)}`);
      const version = await readVersion(rancher, options);
      const firstLogin = await readSetting(rancher, 'first-login', options);
      if (firstLogin === undefined) return awaiting('Rancher has no setting first-login yet');
      return there({ version, isFirstLogin: firstLogin.value !== 'false' });
    } catch (error) {
      const isStarting =
        error instanceof RancherUnreachableError ||
        (error instanceof RequestRefusedError && (error.status === 404 || error.status >= 500));
      if (!isStarting) throw error;
      return awaiting(error.message);
    }
  };
  return waitUntil(rancher, `Rancher at ${rancher.url} answering`, look, { ...rest, timeoutMs });
}
