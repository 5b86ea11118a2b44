import {
  createRancherClient,
  type RancherClient,
  type RancherClientOptions,
  type SetUpDesired,
} from '@wescale/rancher-client';
import { startRancher, type RancherOptions, type RunningRancher } from '@wescale/understudies';

export const bootstrapPassword = 'only-for-the-first-login';
export const password = 'a-password-of-our-own';
export const serverUrl = 'https://rancher.hunt.test';
export const desired: SetUpDesired & { bootstrapPassword: string } = {
  password,
  bootstrapPassword,
  serverUrl,
  isEulaAgreed: true,
};

/** A Rancher, a client that nobody is signed in with, and what the client said while it waited. */
export interface World extends AsyncDisposable {
  rancher: RunningRancher;
  client: RancherClient;
  waits: string[];
  /** Another client of the same Rancher. */
  connect(options?: Partial<RancherClientOptions>): RancherClient;
  /** Requests so far that may change something, as `method path`. */
  writes(): string[];
}

export async function startWorld(options: RancherOptions = {}): Promise<World> {
  const rancher = await startRancher({ bootstrapPassword, ...options });
  const waits: string[] = [];
  const connect = (more: Partial<RancherClientOptions> = {}): RancherClient =>
    createRancherClient({
      url: rancher.url,
      headers: { 'X-Forwarded-Proto': 'https' },
      onWait: ({ message }) => waits.push(message),
      // Waits are told and not waited for, but a moment, so that what is awaited can happen.
      clock: { now: () => new Date(), pause: () => new Promise((resolve) => setTimeout(resolve, 5)) },
      ...more,
    });
  const client = connect();
  return {
    rancher,
    client,
    waits,
    connect,
    writes: () =>
      rancher.control
        .journal()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, query }) => `${method} ${path}${query}`),
    [Symbol.asyncDispose]: async () => {
      client.close();
      await rancher[Symbol.asyncDispose]();
    },
  };
}
