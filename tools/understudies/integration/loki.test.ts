import { mkdtemp, readdir, rm, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startLoki, type RunningLoki } from '../src/loki/start-loki.ts';
import { lokiConfiguration } from './loki-configuration.ts';

const configuration = `${lokiConfiguration}limits_config: { retention_period: 336h }
compactor: { retention_enabled: true, delete_request_store: filesystem }
query_range: { align_queries_with_step: true }
`;

const start = Date.parse('2026-11-24T12:00:00Z');
let folder: string;
let nowMs: number;
let loki: RunningLoki;

const open = (): Promise<RunningLoki> =>
  startLoki({ configuration, directory: folder, port: 0, now: () => new Date(nowMs) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loki-'));
  nowMs = start;
  loki = await open();
});
afterEach(async () => {
  await loki[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Value = [secondsAfterStart: number, line: string];

const stamp = (seconds: number): string => String(BigInt(start + Math.round(seconds * 1000)) * 1_000_000n);

async function push(
  stream: Record<string, string>,
  values: Value[],
  gzip = false,
): Promise<[number, string]> {
  const streams = [{ stream, values: values.map(([at, line]) => [stamp(at), line]) }];
  const body = JSON.stringify({ streams });
  const answer = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) },
    body: gzip ? gzipSync(body) : body,
  });
  return [answer.status, await answer.text()];
}

interface Result {
  stream?: Record<string, string>;
  metric?: Record<string, string>;
  value?: [number, string];
  values?: [string | number, string][];
}

async function ask(
  path: string,
  parameters: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${loki.url}/loki/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
  return { status: answer.status, text: await answer.text() };
}

async function query(path: string, parameters: Record<string, string>): Promise<Result[]> {
  const { status, text } = await ask(path, parameters);
  expect([status, text]).toEqual([200, expect.any(String)]);
  return (JSON.parse(text) as { data: { result: Result[] } }).data.result;
}

const range = (text: string, more: Record<string, string> = {}): Promise<Result[]> =>
  query('query_range', { query: text, start: stamp(-600), end: stamp(600), ...more });
const lines = (results: Result[]): string[] =>
  results.flatMap(({ values }) => (values ?? []).map(([, line]) => line));

test('a line is found under its labels, the service and the level that Loki adds', async () => {
  expect(await push({ namespace: 'game', container: 'web' }, [[-1, 'level=error the door is shut']])).toEqual(
    [204, ''],
  );
  expect(await push({ namespace: 'game', container: 'db' }, [[0, 'ready']], true)).toEqual([204, '']);
  expect(await range('{namespace="game"} |= "door"')).toEqual([
    {
      stream: { namespace: 'game', container: 'web', service_name: 'web', detected_level: 'error' },
      values: [[stamp(-1), 'level=error the door is shut']],
    },
  ]);
  expect(lines(await range('{namespace=~"ga.*", container!="web"}'))).toEqual(['ready']);
  expect(lines(await range('{namespace="game"}', { limit: '1' }))).toEqual(['ready']);
  expect(lines(await range('{namespace="game"}', { limit: '1', direction: 'forward' }))).toEqual([
    'level=error the door is shut',
  ]);
  expect(JSON.parse((await ask('labels')).text)).toEqual({
    status: 'success',
    data: ['container', 'namespace', 'service_name'],
  });
  expect(JSON.parse((await ask('label/container/values', { query: '{namespace="game"}' })).text)).toEqual({
    status: 'success',
    data: ['db', 'web'],
  });
  expect(JSON.parse((await ask('series', { 'match[]': '{container="db"}' })).text)).toEqual({
    status: 'success',
    data: [{ namespace: 'game', container: 'db', service_name: 'db' }],
  });
});

test('fields of JSON lines are labels, filters and templates', async () => {
  const line = (message: string, status: number): string =>
    JSON.stringify({ message, status, kubernetes: { pod_name: 'web-0', labels: { app: 'web' } } });
  await push({ namespace: 'game' }, [
    [0, line('one', 200)],
    [1, line('two', 503)],
    [2, 'no JSON'],
  ]);
  const pod = '| json | kubernetes_labels_app="web"';
  expect(
    lines(await range(`{namespace="game"} ${pod} and status >= 500 | line_format "{{.message}}!"`)),
  ).toEqual(['two!']);
  const failed = await ask('query', {
    query: 'count_over_time({namespace="game"} | json [5m])',
    time: stamp(10),
  });
  expect(failed).toMatchObject({ status: 400, text: expect.stringContaining("'JSONParserErr'") as string });
  const counted = `sum by (status) (count_over_time({namespace="game"} | json | __error__="" [5m]))`;
  expect(await query('query', { query: counted, time: stamp(10) })).toEqual([
    { metric: { status: '200' }, value: [start / 1000 + 10, '1'] },
    { metric: { status: '503' }, value: [start / 1000 + 10, '1'] },
  ]);
});

test('counts and rates follow their ranges, steps are aligned, aggregations group', async () => {
  await push({ namespace: 'a' }, [
    [0, 'xx'],
    [30, 'xx'],
    [60, 'xx'],
  ]);
  await push({ namespace: 'b' }, [[30, 'x']]);
  const bounds = { start: stamp(13), end: stamp(133), step: '60s' };
  const at = (seconds: number): number => start / 1000 + seconds;
  expect(
    await query('query_range', { query: 'sum(count_over_time({namespace=~".+"}[1m]))', ...bounds }),
  ).toEqual([
    {
      metric: {},
      values: [
        [at(0), '1'],
        [at(60), '3'],
      ],
    },
  ]);
  const rate = 'sum by (namespace) (bytes_rate({namespace=~".+"}[1m])) * 60';
  expect(await query('query', { query: rate, time: stamp(60) })).toEqual([
    { metric: { namespace: 'a' }, value: [at(60), '4'] },
    { metric: { namespace: 'b' }, value: [at(60), '1'] },
  ]);
  const most = 'topk(1, sum by (namespace) (count_over_time({namespace=~".+"}[5m])))';
  expect(await query('query', { query: most, time: stamp(60) })).toEqual([
    { metric: { namespace: 'a' }, value: [at(60), '3'] },
  ]);
  // What Grafana asks to see whether a data source works.
  expect(await query('query', { query: 'vector(1)+vector(1)', time: stamp(0) })).toEqual([
    { metric: {}, value: [at(0), '2'] },
  ]);
});

test('Grafana gets labels of lines apart from those of streams', async () => {
  await push({ namespace: 'a' }, [[0, '{"level":"warn"}']]);
  const url = new URLSearchParams({ query: '{namespace="a"}', start: stamp(-1), end: stamp(1) });
  const answer = await fetch(`${loki.url}/loki/api/v1/query_range?${url.toString()}`, {
    headers: { 'x-loki-response-encoding-flags': 'categorize-labels' },
  });
  expect(((await answer.json()) as { data: object }).data).toMatchObject({
    encodingFlags: ['categorize-labels'],
    result: [
      {
        stream: { namespace: 'a', service_name: 'unknown_service' },
        values: [[stamp(0), '{"level":"warn"}', { structuredMetadata: { detected_level: 'warn' } }]],
      },
    ],
  });
});

test('what Loki would refuse is refused in its words, and the rest of the push is kept', async () => {
  const many = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`label${index}`, 'x']));
  expect(await push(many, [[0, 'x']])).toEqual([
    400,
    expect.stringContaining('has 16 label names; limit 15'),
  ]);
  expect(await push({}, [[0, 'x']])).toEqual([400, 'error at least one label pair is required per stream']);
  expect(await push({ a: 'b' }, [[-8 * 86_400, 'x']])).toEqual([
    400,
    `entry for stream '{a="b", service_name="unknown_service"}' has timestamp too old: 2026-11-16T12:00:00Z, oldest acceptable timestamp is: 2026-11-17T12:00:00Z`,
  ]);
  expect(await push({ a: 'b' }, [[601, 'x']])).toEqual([
    400,
    expect.stringContaining('has timestamp too new'),
  ]);
  expect(await push({ a: 'b' }, [[0, 'x'.repeat(262_145)]])).toEqual([
    400,
    expect.stringMatching(/^Max entry size/),
  ]);
  const behind = await push({ a: 'b' }, [
    [0, 'new'],
    [-3601, 'old'],
    [-3599, 'late'],
  ]);
  expect(behind).toEqual([400, expect.stringContaining('entry too far behind')]);
  expect(behind[1]).toContain('total ignored: 1 out of 3 for stream');
  expect(lines(await range('{a="b"}', { start: stamp(-7200) }))).toEqual(['new', 'late']);
  expect(await push({ 'not-a-name': 'b' }, [[0, 'x']])).toEqual([
    400,
    expect.stringContaining('Error parsing labels'),
  ]);
  const protobuf = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: 'x',
  });
  expect(protobuf.status).toBe(415);
  const metrics = await (await fetch(`${loki.url}/metrics`)).text();
  expect(metrics).toContain('loki_discarded_samples_total{reason="too_far_behind",tenant="fake"} 1');
  expect(metrics).toContain('loki_distributor_lines_received_total{tenant="fake"} 8');
});

test('more than the rate is refused with 429, which a client tries again', async () => {
  const big = Array.from({ length: 25 }, (_, index): Value => [index, 'x'.repeat(262_000)]);
  expect(await push({ a: 'b' }, big)).toEqual([
    429,
    expect.stringContaining('Ingestion rate limit exceeded'),
  ]);
  expect(await push({ a: 'b' }, big.slice(0, 20))).toEqual([204, '']);
  expect((await push({ a: 'b' }, big.slice(20)))[0]).toBe(429);
  nowMs += 5000;
  expect(await push({ a: 'b' }, big.slice(20))).toEqual([204, '']);
});

test('what was pushed is there after a kill, once, and a torn write does not count', async () => {
  await push({ a: 'b' }, [
    [0, 'one'],
    [1, 'two'],
  ]);
  const chunks = join(folder, 'chunks');
  const [segment = ''] = await readdir(chunks);
  await appendFile(join(chunks, segment), '["entry",0,"17642');
  // The other one still runs, as after a kill nothing was closed.
  const killed = loki;
  loki = await open();
  expect(lines(await range('{a="b"}'))).toEqual(['two', 'one']);
  expect(
    await push({ a: 'b' }, [
      [1, 'two'],
      [2, 'three'],
    ]),
  ).toEqual([204, '']);
  expect(lines(await range('{a="b"}'))).toEqual(['three', 'two', 'one']);
  await killed[Symbol.asyncDispose]();
  await loki[Symbol.asyncDispose]();
  loki = await open();
  expect(lines(await range('{a="b"}'))).toEqual(['three', 'two', 'one']);
  await loki[Symbol.asyncDispose]();
  await writeFile(join(chunks, segment), 'no segment\n');
  await expect(open()).rejects.toThrow(/is damaged at byte 0/);
  await rm(join(chunks, segment));
  loki = await open();
});

test('lines older than the retention are deleted, their files too', async () => {
  await push({ a: 'b' }, [[0, 'old']]);
  nowMs += 7 * 86_400_000;
  await push({ a: 'b' }, [[7 * 86_400, 'new']]);
  nowMs += 7 * 86_400_000 + 1000;
  await loki.compact();
  const all = { start: stamp(-1), end: stamp(15 * 86_400) };
  expect(lines(await range('{a="b"}', all))).toEqual(['new']);
  await loki[Symbol.asyncDispose]();
  loki = await open();
  expect(lines(await range('{a="b"}', all))).toEqual(['new']);
  nowMs += 7 * 86_400_000;
  await loki.compact();
  expect(await range('{a="b"}', all)).toEqual([]);
  expect(await readdir(join(folder, 'chunks'))).toEqual([]);
});

test.for<[string, string]>([
  [
    '{a="b"} | unwrap x',
    'parse error at line 1, col 18: syntax error: unexpected IDENTIFIER, expecting = or != or =~ or !~',
  ],
  ['unknown({a="b"}[5m])', 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER'],
  ['count_over_time({a="b"})', 'parse error at line 1, col 24: syntax error: unexpected ), expecting RANGE'],
  [
    'count_over_time({a="b"}[5minutes])',
    'parse error at line 1, col 24: not a valid duration string: "5minutes"',
  ],
  ['{a=~".*"}', 'queries require at least one regexp or equality matcher'],
  ['{a="b"} |~ "("', 'error parsing regexp'],
  ['{a="b"} |~ "(?=x)"', 'error parsing regexp'],
  ['{a="b"', 'parse error at line 1, col 7: syntax error: unexpected $end, expecting ,'],
  ['{a="b"} | line_format "{{ .x | upper }}"', 'invalid line template'],
  ['quantile_over_time(0.9, {a="b"}[5m])', 'unexpected IDENTIFIER'],
  ['', 'parse error : empty query'],
])('%s is refused with the place', async ([text, message]) => {
  const answer = await ask('query_range', { query: text });
  expect(answer).toEqual({ status: 400, text: expect.stringContaining(message) as string });
});

test.for<[string, Record<string, string>, string]>([
  ['query', { query: '{a="b"}' }, 'not supported as an instant query'],
  ['query_range', { query: '{a="b"}', limit: '5001' }, 'max entries limit per query exceeded'],
  ['query_range', { query: '{a="b"}', start: '20', end: '10' }, 'end timestamp must not be before'],
  ['query_range', { query: '{a="b"}', start: 'yesterday' }, "could not parse 'yesterday'"],
  ['query_range', { query: '{a="b"}', step: '0' }, 'zero or negative query resolution'],
  ['query_range', { query: '{a="b"}', direction: 'up' }, 'invalid direction'],
  ['query_range', { query: '{a="b"}', start: stamp(-32 * 86_400) }, 'the query time range exceeds the limit'],
  ['query_range', { query: 'rate({a="b"}[1m])', start: stamp(-43_200), step: '1' }, '11,000 points'],
])('%s with %o is refused', async ([path, parameters, message]) => {
  expect(await ask(path, parameters)).toEqual({
    status: 400,
    text: expect.stringContaining(message) as string,
  });
});

test('other routes are not there, and other methods not allowed', async () => {
  expect((await ask('index/volume')).status).toBe(404);
  expect((await fetch(`${loki.url}/loki/api/v1/push`)).status).toBe(405);
  expect(await (await fetch(`${loki.url}/ready`)).text()).toBe('ready\n');
});

test('ten thousand lines go in and come out', async () => {
  const all = Array.from({ length: 10_000 }, (_, index): Value => [index / 100, `line ${index}`]);
  for (let from = 0; from < all.length; from += 1000)
    expect((await push({ a: 'b', container: `c${from % 3000}` }, all.slice(from, from + 1000)))[0]).toBe(204);
  const [counted] = await query('query', { query: 'sum(count_over_time({a="b"}[10m]))', time: stamp(101) });
  expect(counted?.value?.[1]).toBe('10000');
  expect(lines(await range('{a="b"} |= "line 99"', { limit: '5000' }))).toHaveLength(111);
});
