import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { FaultBook } from './faults/fault-book.ts';
import { controlOf, type JournalEntry, type RancherControl } from './faults/rancher-control.ts';
import { buildListener } from './http/build-listener.ts';
import type { Rancher } from './rancher.ts';
import { routes } from './routes.ts';
import { emptyState } from './state/state.ts';
import { memoryStore, type StateStore } from './state/state-store.ts';
import { createAdministrator } from './users/create-administrator.ts';

export interface RancherOptions {
  /** @default '127.0.0.1' */
  address?: string;
  /** @default a free one */
  port?: number;
  /** Of `admin`, at the very first start. @default a generated one */
  bootstrapPassword?: string;
  /** From 2.11.0 on; what an older one does not have yet answers 404. @default '2.15.0' */
  version?: string;
  /** What the setting `server-url` has been set to already. @default not set */
  serverUrl?: string;
  /** The setting `agent-tls-mode`, as the chart's `agentTLSMode` gives it. @default 'strict' */
  agentTlsMode?: 'strict' | 'system-store';
  /** The setting `cacerts`, PEM; empty as with `--no-cacerts`. @default '' */
  caCertificates?: string;
  /** Feature flags that are off: `v3-public`. @default none */
  disabledFeatures?: readonly string[];
  /** Serves HTTPS with these, PEM, as Rancher does where no proxy stands before it. @default plain HTTP */
  tls?: { certificate: string; privateKey: string };
  /** Where the state outlives this. @default memory of its own */
  store?: StateStore;
  /** For tests that wait for what takes days. @default the machine's clock */
  now?: () => Date;
}

export interface RunningRancher extends AsyncDisposable {
  /** Its own address, without a slash at the end. Over plain HTTP requests need `X-Forwarded-Proto: https`. */
  url: string;
  /** Of `admin`, as long as nobody has changed it. Empty when the state was there before and none was given. */
  bootstrapPassword: string;
  control: RancherControl;
}

/**
 * Starts an understudy of Rancher on the host: plain HTTP, as behind `tls: external`.
 *
 * @throws when the address is taken, or the store cannot be read or written
 *
 * @example
 * ```ts
 * await using rancher = await startRancher({ bootstrapPassword: 'only-for-the-first-login' });
 * console.log(await (await fetch(`${rancher.url}/ping`)).text()); // pong
 * ```
 */
export async function startRancher(options: RancherOptions = {}): Promise<RunningRancher> {
  const store = options.store ?? memoryStore();
  const rancher: Rancher = {
    state: (await store.load()) ?? emptyState(),
    version: options.version ?? '2.15.0',
    environmentSettings: environmentSettings(options),
    disabledFeatures: options.disabledFeatures ?? [],
    now: options.now ?? (() => new Date()),
  };
  const generated = await createAdministrator(rancher, options.bootstrapPassword);
  if (options.serverUrl !== undefined) rancher.state.settings['server-url'] ??= options.serverUrl;
  await store.save(rancher.state);

  const faults = new FaultBook();
  const journal: JournalEntry[] = [];
  const listener = buildListener({
    rancher,
    routes,
    faults,
    journal,
    save: () => store.save(rancher.state),
    isTls: options.tls !== undefined,
  });
  const server: Server =
    options.tls === undefined
      ? createServer(listener)
      : createTlsServer({ cert: options.tls.certificate, key: options.tls.privateKey }, listener);
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${address}:${port}`,
    bootstrapPassword: generated ?? options.bootstrapPassword ?? '',
    control: controlOf(faults, journal),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const environmentSettings = ({ agentTlsMode, caCertificates }: RancherOptions): Record<string, string> => ({
  ...(agentTlsMode === undefined ? {} : { 'agent-tls-mode': agentTlsMode }),
  ...(caCertificates === undefined ? {} : { cacerts: caCertificates }),
});
