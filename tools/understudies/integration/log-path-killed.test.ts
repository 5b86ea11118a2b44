import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@wescale/real-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Logging } from '../src/logging-operator/custom-resources.ts';
import { renderFluentBit } from '../src/logging-operator/render/render-fluent-bit.ts';
import { fluentdFiles, renderFluentd } from '../src/logging-operator/render/render-fluentd.ts';
import { untilSo } from './until.ts';

const logging: Logging = { metadata: { name: 'hunt' }, spec: { controlNamespace: 'logging', fluentd: {} } };

let folder: string;
const running = new Map<string, ChildProcess>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-path-killed-'));
});
afterEach(async () => {
  for (const name of [...running.keys()]) await end(name, 'SIGKILL');
  await rm(folder, { recursive: true });
});

/** The program as its image starts it. */
function start(name: 'loki' | 'fluentd' | 'fluent-bit', ...given: string[]): void {
  const main = join(import.meta.dirname, '../src', name, 'main.ts');
  const program = ['--conditions=@wescale/source', '--no-warnings', main, ...given];
  running.set(name, spawn(process.execPath, program, { stdio: 'ignore', env: {} }));
}

async function end(name: string, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const child = running.get(name)!;
  running.delete(name);
  if (child.exitCode !== null) return child.exitCode;
  child.kill(signal);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** Who was killed does not answer yet. */
const until = (what: string, isSo: () => Promise<boolean>): Promise<void> =>
  untilSo(what, () => isSo().catch(() => false));

/** The files that the operator's Secrets and the chart's ConfigMap put into the pods, at the places and ports of the test. */
async function writeConfigurations(lokiPort: number, fluentdPort: number): Promise<void> {
  const loki = {
    auth_enabled: false,
    server: { http_listen_address: '127.0.0.1', http_listen_port: lokiPort },
    common: {
      ...{ path_prefix: join(folder, 'loki'), replication_factor: 1 },
      storage: { filesystem: { chunks_directory: '/unused', rules_directory: '/unused' } },
    },
    schema_config: {
      configs: [
        {
          ...{ from: '2026-11-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13' },
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
  };
  await writeFile(join(folder, 'loki.yaml'), JSON.stringify(loki));
  const output = {
    metadata: { name: 'loki', namespace: 'logging' },
    spec: {
      loki: {
        url: `http://127.0.0.1:${lokiPort}`,
        labels: { pod: '$.kubernetes.pod_name' },
        buffer: { flush_mode: 'immediate' },
      },
    },
  };
  const flow = { metadata: { name: 'all', namespace: 'logging' }, spec: { globalOutputRefs: ['loki'] } };
  const resources = {
    logging,
    agents: [],
    clusterOutputs: [output],
    clusterFlows: [flow],
    outputs: [],
    flows: [],
  };
  const here = (text: string): string =>
    text
      .replaceAll('/fluentd/', `${folder}/fluentd/`)
      .replaceAll('/buffers/', `${folder}/buffers/`)
      .replace('bind 0.0.0.0', 'bind 127.0.0.1')
      .replace('port 24240', `port ${fluentdPort}`);
  await mkdir(join(folder, 'fluentd/etc'), { recursive: true });
  await mkdir(join(folder, 'fluentd/app-config'));
  for (const [name, text] of Object.entries(fluentdFiles))
    await writeFile(join(folder, 'fluentd/etc', name), here(text));
  await writeFile(join(folder, 'fluentd/app-config/fluentd.conf'), here(renderFluentd(resources)));
  const fluentBit = renderFluentBit({ metadata: { name: 'hunt' } }, logging)
    // Without the cluster's API: records have what the file's name tells.
    .replace(/\[FILTER\][^[]*/, '')
    .replace('/tail-db/', `${folder}/tail-db/`)
    .replace('/var/log/containers/', `${folder}/containers/`)
    .replace(/Host {2}\S+/, 'Host  127.0.0.1')
    .replace(/Port {2}\S+/, `Port  ${fluentdPort}`)
    .replace('Flush  1', 'Flush  0.05');
  await mkdir(join(folder, 'containers'));
  await writeFile(join(folder, 'fluent-bit.conf'), fluentBit);
}

test('programs that are killed one after the other lose no line and double none', async () => {
  const [lokiPort, fluentdPort] = [await freePort(), await freePort()];
  await writeConfigurations(lokiPort, fluentdPort);
  const starts = {
    loki: () => start('loki', `-config.file=${join(folder, 'loki.yaml')}`, '-target=all'),
    fluentd: () => start('fluentd', 'fluentd', '-c', join(folder, 'fluentd/etc/fluent.conf')),
    'fluent-bit': () => start('fluent-bit', '-c', join(folder, 'fluent-bit.conf')),
  };
  for (const begin of Object.values(starts)) begin();
  await until('fluent-bit', async () => (await readdir(join(folder, 'tail-db'))).length > 0);

  const expected: string[] = [];
  const log = join(folder, 'containers', `web_game_web-${'0'.repeat(64)}.log`);
  const second = new Date().toISOString().slice(0, 19);
  const write = async (count: number): Promise<void> => {
    const lines = Array.from({ length: count }, () => {
      const number = expected.push(`line ${expected.length}`);
      return `${second}.${String(number).padStart(9, '0')}Z stdout F line ${number - 1}\n`;
    });
    await appendFile(log, lines.join(''));
  };
  const find = async (): Promise<string[]> => {
    const query = new URLSearchParams({ query: '{pod="web"}', limit: '5000', direction: 'forward' });
    const answer = await fetch(`http://127.0.0.1:${lokiPort}/loki/api/v1/query_range?${query.toString()}`);
    const { data } = (await answer.json()) as { data: { result: { values: [string, string][] }[] } };
    const values = data.result.flatMap((stream) => stream.values);
    return values
      .toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
      .map(([, line]) => (JSON.parse(line) as { message: string }).message);
  };
  for (const name of ['fluentd', 'fluent-bit', 'loki'] as const) {
    await write(200);
    await end(name, 'SIGKILL');
    await write(200);
    starts[name]();
    await write(200);
  }
  await until('all lines', async () => (await find()).length >= expected.length);
  expect(await find()).toEqual(expected);
  expect([
    await end('fluent-bit', 'SIGTERM'),
    await end('fluentd', 'SIGTERM'),
    await end('loki', 'SIGTERM'),
  ]).toEqual([0, 0, 0]);
});

test('fluentd only reads its configuration in a dry run, and says by its end whether it is right', async () => {
  await writeConfigurations(1, 2);
  const check = async (): Promise<number | null> => {
    start('fluentd', 'fluentd', '-c', join(folder, 'fluentd/etc/fluent.conf'), '--dry-run');
    const child = running.get('fluentd')!;
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  };
  expect(await check()).toBe(0);
  await writeFile(join(folder, 'fluentd/app-config/fluentd.conf'), '<source>\n');
  expect(await check()).toBe(1);
});
