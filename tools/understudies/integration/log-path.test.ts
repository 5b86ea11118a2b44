import { mkdir, mkdtemp, readdir, rename, rm, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { freePort } from '@wescale/real-servers';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { readConfiguration as readFluentBit } from '../src/fluent-bit/configuration/read-configuration.ts';
import { startFluentBit } from '../src/fluent-bit/start-fluent-bit.ts';
import { readConfiguration as readFluentd } from '../src/fluentd/configuration/read-configuration.ts';
import { startFluentd, type RunningFluentd } from '../src/fluentd/start-fluentd.ts';
import type { Flow, LokiOutputSpec, Output } from '../src/logging-operator/custom-resources.ts';
import { renderFluentBit } from '../src/logging-operator/render/render-fluent-bit.ts';
import { renderFluentd } from '../src/logging-operator/render/render-fluentd.ts';
import { startLoki, type RunningLoki } from '../src/loki/start-loki.ts';
import { lokiConfiguration } from './loki-configuration.ts';
import { untilSo } from './until.ts';

const labels = { namespace: '$.kubernetes.namespace_name', container: '$.kubernetes.container_name' };
const logging = { metadata: { name: 'hunt', uid: 'x' }, spec: { controlNamespace: 'logging', fluentd: {} } };

let folder: string;
let stack: AsyncDisposableStack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-path-'));
  await mkdir(join(folder, 'containers'));
  stack = new AsyncDisposableStack();
});
afterEach(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});

const openLoki = (port = 0): Promise<RunningLoki> =>
  startLoki({ configuration: lokiConfiguration, directory: join(folder, 'loki'), port });

/** What the operator generates, with the buffers in the test's folder. */
function configurationOf(flows: Flow[], outputs: Output[]): ReturnType<typeof readFluentd> {
  const resources = {
    logging,
    agents: [],
    clusterOutputs: outputs,
    clusterFlows: flows,
    outputs: [],
    flows: [],
  };
  return readFluentd(renderFluentd(resources).replaceAll('/buffers/', `${folder}/buffers/`));
}

const outputTo = (url: string, more: LokiOutputSpec = {}): Output => ({
  metadata: { name: 'loki', namespace: 'logging' },
  spec: { loki: { url, labels, buffer: { flush_mode: 'immediate' }, ...more } },
});
const flow = (match?: NonNullable<Flow['spec']>['match']): Flow => ({
  metadata: { name: 'all', namespace: 'logging' },
  spec: { globalOutputRefs: ['loki'], ...(match === undefined ? {} : { match }) },
});

const openFluentd = (configuration: ReturnType<typeof readFluentd>, port = 0): Promise<RunningFluentd> =>
  startFluentd({ configuration: { ...configuration, address: '127.0.0.1' }, port, flushEveryMs: 20 });

/** The operator's configuration of fluent-bit, with the folders and the address of the test. */
function openFluentBit(port: number, more: { readsFromHead?: boolean } = {}): Promise<AsyncDisposable> {
  const configuration = readFluentBit(renderFluentBit({ metadata: { name: 'hunt' } }, logging));
  return startFluentBit({
    configuration: {
      ...configuration,
      ...{ flushSeconds: 0.02, refreshSeconds: 0.05, host: '127.0.0.1', port, ...more },
      pathPattern: join(folder, 'containers/*.log'),
      database: join(folder, 'tail-db/state.db'),
    },
  });
}

const fileOf = (pod: string, container = 'web', namespace = 'game'): string =>
  join(folder, 'containers', `${pod}_${namespace}_${container}-${'0'.repeat(63)}${pod.length % 10}.log`);

let written = 0;
/** Lines as a container runtime writes them, each a nanosecond after the last. */
function criLines(...messages: string[]): string {
  const second = new Date().toISOString().slice(0, 19);
  return messages
    .map((message) => `${second}.${String((written += 1)).padStart(9, '0')}Z stdout F ${message}\n`)
    .join('');
}

interface Found {
  stream: Record<string, string>;
  values: [string, string][];
}

async function find(loki: RunningLoki, query: string): Promise<Found[]> {
  const parameters = new URLSearchParams({ query, limit: '5000', direction: 'forward', since: '1h' });
  const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${parameters.toString()}`);
  return ((await answer.json()) as { data: { result: Found[] } }).data.result;
}

async function messagesOf(loki: RunningLoki, query: string): Promise<string[]> {
  const found = (await find(loki, query)).flatMap(({ values }) => values);
  return found
    .toSorted(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1))
    .map(([, line]) => (JSON.parse(line) as { message: string }).message);
}

/** fluent-bit has looked for files once. */
const untilPositions = (): Promise<void> =>
  untilSo('positions', async () => (await readdir(join(folder, 'tail-db'))).includes('state.db'));

test('a line that a container wrote is found in Loki under its labels, and what is routed away is not', async () => {
  const loki = stack.use(await openLoki());
  const match = [{ exclude: { namespaces: ['kube-system'] } }, { select: { container_names: ['web'] } }];
  const fluentd = stack.use(await openFluentd(configurationOf([flow(match)], [outputTo(loki.url)])));
  stack.use(await openFluentBit(fluentd.port, { readsFromHead: true }));
  await writeFile(fileOf('a'), criLines('the door is shut', '{"level":"error"}'));
  await writeFile(fileOf('bb', 'other'), criLines('from another container'));
  await writeFile(fileOf('ccc', 'web', 'kube-system'), criLines('from another namespace'));
  await untilSo('both lines', async () => (await messagesOf(loki, '{namespace="game"}')).length === 2);
  const [found] = await find(loki, '{namespace="game"} |= "door"');
  expect(found?.stream).toMatchObject({ namespace: 'game', container: 'web', service_name: 'web' });
  // What became a label is taken out of the line.
  expect(JSON.parse(found?.values[0]?.[1] ?? '')).toMatchObject({
    ...{ stream: 'stdout', logtag: 'F', message: 'the door is shut' },
    kubernetes: { pod_name: 'a', docker_id: `${'0'.repeat(63)}1` },
  });
  expect(found?.values[0]?.[1]).not.toContain('namespace_name');
  expect(await find(loki, '{namespace=~".+", namespace!="game"}')).toEqual([]);
  expect(await find(loki, '{container="other"}')).toEqual([]);
});

test('restarts, a fluentd and a Loki that are away, and a rotated file lose nothing and double nothing', async () => {
  const [lokiPort, fluentdPort] = [await freePort(), await freePort()];
  const configuration = configurationOf([flow()], [outputTo(`http://127.0.0.1:${lokiPort}`)]);
  const expected: string[] = [];
  let next = 0;
  const write = async (count: number): Promise<void> => {
    const messages = Array.from({ length: count }, () => `line ${(next += 1)}`);
    expected.push(...messages);
    await appendFile(fileOf('a'), criLines(...messages));
  };
  await writeFile(fileOf('a'), '');
  // Nobody listens yet: nothing moves.
  let fluentBit = await openFluentBit(fluentdPort);
  await untilPositions();
  await write(100);
  let fluentd = await openFluentd(configuration, fluentdPort);
  await untilSo('fluentd to have the lines', async () => fluentd.chunkCount > 0);
  await fluentBit[Symbol.asyncDispose]();
  await write(100);
  await fluentd[Symbol.asyncDispose]();
  fluentBit = await openFluentBit(fluentdPort);
  fluentd = await openFluentd(configuration, fluentdPort);
  let loki = await openLoki(lokiPort);
  await untilSo('200 lines', async () => (await messagesOf(loki, '{namespace="game"}')).length >= 200);
  // kubelet gives the full file another name and the container goes on in a new one.
  await write(50);
  await rename(fileOf('a'), `${fileOf('a')}.20261124-120000`);
  await writeFile(fileOf('a'), '');
  await write(50);
  await loki[Symbol.asyncDispose]();
  await write(50);
  loki = stack.use(await openLoki(lokiPort));
  stack.use(fluentd);
  stack.use(fluentBit);
  await untilSo('350 lines', async () => (await messagesOf(loki, '{namespace="game"}')).length >= 350);
  expect(await messagesOf(loki, '{namespace="game"}')).toEqual(expected);
  await untilSo('empty buffers', async () => (await readdir(join(folder, 'buffers'))).length === 0);
});

test('without a position, what a file has already at the first start is not read', async () => {
  const loki = stack.use(await openLoki());
  const fluentd = stack.use(await openFluentd(configurationOf([flow()], [outputTo(loki.url)])));
  await writeFile(fileOf('a'), criLines('before'));
  stack.use(await openFluentBit(fluentd.port));
  await untilPositions();
  await appendFile(fileOf('a'), criLines('after'));
  await writeFile(fileOf('bb'), criLines('of a file that came later'));
  await untilSo('two lines', async () => (await messagesOf(loki, '{namespace="game"}')).length === 2);
  expect(await messagesOf(loki, '{namespace="game"}')).toEqual(['after', 'of a file that came later']);
});

test('a chunk waits for its time, and another configuration takes over what is buffered', async () => {
  const loki = stack.use(await openLoki());
  const lazy = outputTo(loki.url, { buffer: { timekey: '1h', timekey_wait: '10s' } });
  const fluentd = stack.use(await openFluentd(configurationOf([flow()], [lazy])));
  stack.use(await openFluentBit(fluentd.port, { readsFromHead: true }));
  await writeFile(fileOf('a'), criLines('patience'));
  await untilSo('a chunk', async () => fluentd.chunkCount > 0);
  await setTimeout(100);
  expect(await find(loki, '{namespace="game"}')).toEqual([]);
  const extra = { extra_labels: { board: 'blue' }, remove_keys: ['kubernetes', 'time', 'stream', 'logtag'] };
  await fluentd.reload(configurationOf([flow()], [outputTo(loki.url, { ...extra, drop_single_key: true })]));
  await untilSo('the line', async () => (await find(loki, '{board="blue"}')).length > 0);
  expect((await find(loki, '{board="blue"}'))[0]?.values[0]?.[1]).toBe('patience');
});

test('ten thousand lines arrive', async () => {
  const loki = stack.use(await openLoki());
  const trimmed = outputTo(loki.url, { remove_keys: ['kubernetes'], line_format: 'key_value' });
  const fluentd = stack.use(await openFluentd(configurationOf([flow()], [trimmed])));
  stack.use(await openFluentBit(fluentd.port, { readsFromHead: true }));
  for (let file = 0; file < 10; file += 1)
    await writeFile(
      fileOf('p'.repeat(file + 1)),
      criLines(...Array.from({ length: 1000 }, (_, line) => `line ${line}`)),
    );
  const count = async (): Promise<string> => {
    const query = new URLSearchParams({ query: 'sum(count_over_time({namespace="game"}[1h]))' });
    const answer = await fetch(`${loki.url}/loki/api/v1/query?${query.toString()}`);
    const { data } = (await answer.json()) as { data: { result: [{ value: [number, string] }?] } };
    return data.result[0]?.value[1] ?? '0';
  };
  await untilSo('all lines', async () => (await count()) === '10000');
});
