import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { readConfiguration } from './configuration/read-configuration.ts';
import { buildListener } from './http/listener.ts';
import { Metrics } from './http/metrics.ts';
import { nowNs, type Loki } from './loki.ts';
import { limits } from './push/limits.ts';
import { RateLimit } from './push/rate-limit.ts';
import { LogStore } from './store/log-store.ts';

export interface LokiOptions {
  /** Text of `config.yaml`. */
  configuration: string;
  /** In place of `common.path_prefix`. */
  directory?: string;
  /** In place of `server.http_listen_address`. @default '127.0.0.1' */
  address?: string;
  /** In place of `server.http_listen_port`; 0 for a free one. */
  port?: number;
  /** @default '3.7.6' */
  version?: string;
  /** How often old lines are looked for; the real compactor's interval. @default 600 000 */
  compactEveryMs?: number;
  /** For tests of what takes days. @default the machine's clock */
  now?: () => Date;
}

export interface RunningLoki extends AsyncDisposable {
  url: string;
  /** Deletes what is older than the retention now. */
  compact(): Promise<void>;
}

/**
 * Starts an understudy of Loki in monolithic mode on the host.
 *
 * @throws when the configuration asks for what is not played, the folder is damaged, or the address is taken
 *
 * @example
 * ```ts
 * await using loki = await startLoki({ configuration: text, directory: folder, port: 0 });
 * console.log((await fetch(`${loki.url}/ready`)).status); // 200
 * ```
 */
export async function startLoki(options: LokiOptions): Promise<RunningLoki> {
  const configuration = readConfiguration(options.configuration);
  const now = options.now ?? (() => new Date());
  const folder = join(options.directory ?? configuration.directory, 'chunks');
  const loki: Loki = {
    ...{ configuration, now, version: options.version ?? '3.7.6' },
    store: await LogStore.open(folder),
    rate: new RateLimit(limits.rateBytesPerSecond, limits.burstBytes, now().getTime()),
    metrics: new Metrics(),
  };
  const compact = async (): Promise<void> => {
    const { retentionNs } = configuration;
    // Assumption: the first compaction after its time removes a line; the real one marks it and deletes two hours later.
    if (retentionNs !== undefined) await loki.store.deleteOlderThan(nowNs(loki) - retentionNs);
  };
  await compact();
  const timer = setInterval(() => void compact(), options.compactEveryMs ?? 600_000);
  timer.unref();
  const server = createServer(buildListener(loki));
  server.listen(options.port ?? configuration.port, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    compact,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      server.close();
      server.closeIdleConnections();
      await loki.store.close();
      server.closeAllConnections();
    },
  };
}
