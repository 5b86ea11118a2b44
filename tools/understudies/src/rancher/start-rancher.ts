import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import type { ApiServer } from '../kubernetes/api-server.ts';
import { Sessions } from './clusters/sessions.ts';
import { FaultBook } from './faults/fault-book.ts';
import { Journal, type JournalEntry } from './faults/journal.ts';
import { controlOf, type RancherControl } from './faults/rancher-control.ts';
import { buildListener } from './http/build-listener.ts';
import type { ListenerParts } from './http/listener-parts.ts';
import type { Rancher } from './rancher.ts';
import { routes } from './routes.ts';
import { emptyState } from './state/state.ts';
import { memoryStore, type StateStore } from './state/state-store.ts';
import { createAdministrator } from './users/create-administrator.ts';
import { buildUpgradeListener } from './websocket/upgrade-listener.ts';

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
  /** Whether a new cluster gets `default-token` by itself; now and then the real one forgets it. @default true */
  makesDefaultToken?: boolean;
  /** The cluster that it runs in, shown as `local`. @default none */
  localCluster?: ApiServer;
  /** Offers the control under `/_understudy/` too, for one in a pod. @default false */
  hasHttpControl?: boolean;
  /** Hears of every request that was answered. */
  onAnswer?: (entry: JournalEntry) => void;
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
    makesDefaultToken: options.makesDefaultToken ?? true,
    now: options.now ?? (() => new Date()),
    localCluster: options.localCluster,
    sessions: new Sessions(),
  };
  const generated = await createAdministrator(rancher, options.bootstrapPassword);
  if (options.serverUrl !== undefined) rancher.state.settings['server-url'] ??= options.serverUrl;
  await store.save(rancher.state);

  const [faults, journal] = [new FaultBook(), new Journal()];
  const control = controlOf(faults, journal);
  const parts: ListenerParts = {
    ...{ rancher, routes, store, faults, journal },
    onAnswer: options.onAnswer ?? (() => undefined),
    httpControl: options.hasHttpControl === true ? control : undefined,
    isTls: options.tls !== undefined,
  };
  const { server, upgraded } = listen(parts, options);
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${address}:${port}`,
    bootstrapPassword: generated ?? options.bootstrapPassword ?? '',
    control,
    [Symbol.asyncDispose]: async () => {
      rancher.sessions.closeAll();
      for (const socket of upgraded) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The server, and the connections that are no longer HTTP and that it does not close itself. */
function listen(parts: ListenerParts, { tls }: RancherOptions): { server: Server; upgraded: Set<Duplex> } {
  const listener = buildListener(parts);
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ cert: tls.certificate, key: tls.privateKey }, listener);
  const upgraded = new Set<Duplex>();
  const upgrade = buildUpgradeListener(parts);
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    upgrade(request, socket, head);
  });
  return { server, upgraded };
}

const environmentSettings = ({ agentTlsMode, caCertificates }: RancherOptions): Record<string, string> => ({
  ...(agentTlsMode === undefined ? {} : { 'agent-tls-mode': agentTlsMode }),
  ...(caCertificates === undefined ? {} : { cacerts: caCertificates }),
});
