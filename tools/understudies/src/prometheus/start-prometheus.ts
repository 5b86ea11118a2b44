import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { freePort } from '@wescale/real-servers';

import { debianPrometheus } from './debian-prometheus.ts';

export interface PrometheusOptions {
  /** Its `prometheus.yml`. @default it scrapes nothing */
  configuration?: string;
  signal?: AbortSignal;
  /** Hears that Debian's package is being fetched. @default standard error */
  onProgress?: (message: string) => void;
}

/** Debian's Prometheus on a free loopback port, with a temporary folder; gone at dispose. */
export interface RunningPrometheus extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  url: string;
}

/**
 * Starts Debian's Prometheus and waits until it answers queries.
 *
 * @throws when it refuses the configuration, with what it said
 */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<RunningPrometheus> {
  const { prometheus } = await debianPrometheus(options);
  const directory = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const configuration = join(directory, 'prometheus.yml');
  await writeFile(configuration, options.configuration ?? 'scrape_configs: []\n');
  // Ends with this process, also when that is killed and can dispose of nothing.
  const server = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', prometheus, `--config.file=${configuration}`],
      ...[`--storage.tsdb.path=${join(directory, 'data')}`, `--web.listen-address=127.0.0.1:${port}`],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said = text(server.stderr);
  const ended = once(server, 'exit');
  const dispose = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGKILL');
      await ended;
    }
    await rm(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    while (!(await isReady(url))) {
      if (server.exitCode !== null) throw new Error(`Prometheus did not start: ${await said}`);
      await setTimeout(50, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: dispose };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false;
  }
}
