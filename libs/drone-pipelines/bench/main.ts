/**
 * Two measurements, a table, and one JSON line: how long it takes to read and lint 10,000 pipelines, beside the `yaml`
 * package alone on the same text, and how many signed extension calls a second are answered over the loopback interface.
 */
import { createServer, request as httpRequest, Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import {
  extension,
  extensionRequest,
  kubernetesPipeline,
  lintFile,
  parseDroneFile,
  trustedPipeline,
  type PlayerRepository,
} from '@wescale/drone-pipelines';
import { parse } from 'yaml';
import { makeFiles } from './corpus.ts';

const PIPELINES = 10_000;
const ROUNDS = 3;
const CALLS = 10_000;
const CONNECTIONS = 16;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function measureReading(): { yamlMs: number; readMs: number; readAndLintMs: number; bytes: number } {
  const files = makeFiles(PIPELINES);
  const yaml: number[] = [];
  const read: number[] = [];
  const both: number[] = [];
  const warm = files.slice(0, 500);
  for (const text of warm) {
    parse(text);
    lintFile(parseDroneFile(text));
  }
  // Turn by turn, so that a noisy neighbour disturbs all alike.
  for (let round = 0; round < ROUNDS; round++) {
    yaml.push(time(() => files.forEach((text) => void parse(text))));
    read.push(time(() => files.forEach((text) => void parseDroneFile(text))));
    both.push(time(() => files.forEach((text) => void lintFile(parseDroneFile(text)))));
  }
  const bytes = files.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { yamlMs: median(yaml), readMs: median(read), readAndLintMs: median(both), bytes };
}

async function measureCalls(): Promise<{ callsPerSecond: number; p50Ms: number; p99Ms: number }> {
  const secret = 'the-secret-of-the-config-extension';
  const digest = `sha256:${'a'.repeat(64)}`;
  const player: PlayerRepository = {
    kind: 'player',
    pipelines: [
      kubernetesPipeline({
        name: 'grade',
        steps: [{ name: 'grade', image: `g@${digest}`, user: 1000, commands: ['/grade'] }],
      }),
    ],
  };
  const handle = extension('config', { secret, answer: trustedPipeline({ find: () => player }) });
  const server = createServer((incoming, outgoing) => {
    const chunks: Uint8Array[] = [];
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = new Headers(incoming.headers as Record<string, string>);
      const request = new Request('http://127.0.0.1/', {
        method: 'POST',
        headers,
        body: Buffer.concat(chunks),
      });
      void handle(request).then(async (response) => {
        outgoing.writeHead(response.status, { 'content-type': 'application/json' });
        outgoing.end(await response.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  // Signed beforehand: the caller is Drone, and its work is not ours to measure.
  const calls = await Promise.all(
    Array.from({ length: CALLS + 500 }, async (_, id) => {
      const build = {
        id,
        event: 'pull_request',
        title: `change ${id}`,
        message: 'x'.repeat(500),
        after: 'f'.repeat(40),
      };
      const repo = { id: 3, uid: '30', user_id: 1, namespace: 'p', name: 'g', slug: 'p/g' };
      const request = extensionRequest('config', { build, repo }, { endpoint: 'http://127.0.0.1/', secret });
      return { headers: Object.fromEntries(request.headers), body: Buffer.from(await request.arrayBuffer()) };
    }),
  );
  const send = ({ headers, body }: (typeof calls)[number]): Promise<number> =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const outgoing = httpRequest({
        port,
        host: '127.0.0.1',
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
      });
      outgoing.on('error', reject).on('response', (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - start);
          else reject(new Error(`answered ${response.statusCode ?? 0}`));
        });
      });
      outgoing.end(body);
    });
  const run = async (queue: typeof calls): Promise<number[]> => {
    const pending = queue.values();
    const times: number[] = [];
    const worker = async (): Promise<void> => {
      for (const call of pending) times.push(await send(call));
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    return times;
  };
  await run(calls.slice(0, 500));
  const start = performance.now();
  const times = (await run(calls.slice(500))).sort((a, b) => a - b);
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  server.close();
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? NaN;
  return { callsPerSecond: CALLS / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

const reading = measureReading();
const calls = await measureCalls();
const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
const ratio = round(reading.readAndLintMs / reading.yamlMs, 2);
const rows: [string, string][] = [
  [`${PIPELINES} pipelines, ${round(reading.bytes / 1e6, 1)} MB: yaml alone`, `${round(reading.yamlMs)} ms`],
  ['  read as Drone reads', `${round(reading.readMs)} ms`],
  ['  read and lint', `${round(reading.readAndLintMs)} ms`],
  ['  read and lint / yaml alone (goal: at most 3)', `${ratio}`],
  [`signed config calls, ${CONNECTIONS} connections`, `${round(calls.callsPerSecond)} /s`],
  ['  p50', `${round(calls.p50Ms, 2)} ms`],
  ['  p99', `${round(calls.p99Ms, 2)} ms`],
];
for (const [what, value] of rows) console.log(`${what.padEnd(56)}${value.padStart(12)}`);
console.log(
  JSON.stringify({
    benchmark: 'drone-pipelines',
    pipelines: PIPELINES,
    yamlMs: round(reading.yamlMs),
    readMs: round(reading.readMs),
    readAndLintMs: round(reading.readAndLintMs),
    ratio,
    callsPerSecond: round(calls.callsPerSecond),
    p50Ms: round(calls.p50Ms, 2),
    p99Ms: round(calls.p99Ms, 2),
  }),
);
