import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';

import { freePort, requirePackages, startKubernetes, type RunningKubernetes } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import {
  startIngressController,
  type RunningIngressController,
} from '../src/ingress/start-ingress-controller.ts';
import { ingressNginxDialect } from '../src/ingress-nginx/ingress-nginx-dialect.ts';
import { mergeObject } from '../src/kubernetes/write-objects.ts';
import type { ApiServer } from '../src/kubernetes/api-server.ts';
import { traefikDialect } from '../src/traefik/traefik-dialect.ts';
import { makeCertificate } from './call-rancher.ts';
import { createAdministrator } from './kubernetes-account.ts';
import { until as untilSeen } from './until.ts';
import { takeTestAddress, type TestAddress } from './take-test-address.ts';

let kubernetes: RunningKubernetes;
let api: ApiServer;
let at: TestAddress;
let folder: string;
let httpPort: number;
let httpsPort: number;
let controller: RunningIngressController;
const lines: string[] = [];
const backends: Server[] = [];

beforeAll(async () => {
  await requirePackages({ 'nginx-light': 'what serves' });
  [kubernetes, at] = await Promise.all([startKubernetes(), takeTestAddress()]);
  api = await createAdministrator(kubernetes, 'traefik');
  folder = await mkdtemp(join(tmpdir(), 'ingress-'));
  [httpPort, httpsPort] = [await freePort(), await freePort()];
  controller = await startIngressController({
    server: api,
    dialect: { ...traefikDialect, redirect: 'everything' },
    ...{ httpPort, httpsPort, address: '127.0.0.1' },
    health: { path: '/ping', port: 0 },
    publishedService: 'traefik/traefik',
    nginx: { parentDirectory: folder, wrapper: ['setpriv', '--pdeathsig', 'KILL'] },
    onLog: (line) => lines.push(line),
    onEnd: (reason) => lines.push(reason.message),
  });
  await apply(
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'traefik' } },
    { spec: { controller: traefikDialect.controller } },
  );
  await controller.ready;
});
afterAll(async () => {
  await controller[Symbol.asyncDispose]();
  for (const backend of backends) {
    backend.closeAllConnections();
    backend.close();
  }
  await kubernetes[Symbol.asyncDispose]();
  await at[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function apply(...parts: object[]): Promise<void> {
  const stdin = JSON.stringify(Object.assign({}, ...parts));
  await kubernetes.kubectl(['apply', '--server-side', '--filename', '-'], { stdin });
}

/** A server that says its name and what it was asked, and echoes on websockets. */
async function startBackend(name: string): Promise<{ name: string; port: number; server: Server }> {
  const server = createServer((asked, reply) =>
    reply.end(JSON.stringify({ name, url: asked.url, headers: asked.headers })),
  );
  new WebSocketServer({ server }).on('connection', (socket) =>
    socket.on('message', (message) => socket.send(message)),
  );
  server.listen(0, at.address);
  await once(server, 'listening');
  backends.push(server);
  return { name, port: (server.address() as { port: number }).port, server };
}

async function serve(service: string, ports: readonly number[]): Promise<void> {
  const metadata = { name: service, namespace: 'default' };
  await apply(
    { apiVersion: 'v1', kind: 'Service', metadata },
    { spec: { ports: [{ name: 'http', port: 80 }] } },
  );
  // Ports of this machine differ and endpoints of one slice share theirs: a slice for each.
  for (const [index, port] of [...ports, undefined].entries()) {
    const name = `${service}-${index}`;
    const labels = { 'kubernetes.io/service-name': service };
    if (port === undefined) await kubernetes.kubectl(['delete', 'endpointslice', name, '--ignore-not-found']);
    else
      await apply(
        { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
        { metadata: { name, namespace: 'default', labels }, ports: [{ name: 'http', port }] },
        { endpoints: [{ addresses: [at.address], conditions: { ready: true } }] },
      );
  }
}

interface Path {
  path: string;
  pathType: string;
  service: string;
}

async function route(
  name: string,
  host: string,
  paths: readonly Path[],
  { secretName, className = 'traefik' }: { secretName?: string; className?: string } = {},
): Promise<void> {
  await apply(
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name, namespace: 'default' } },
    {
      spec: {
        ingressClassName: className,
        rules: [
          {
            host,
            http: {
              paths: paths.map(({ path, pathType, service }) => ({
                ...{ path, pathType },
                backend: { service: { name: service, port: { number: 80 } } },
              })),
            },
          },
        ],
        ...(secretName === undefined ? {} : { tls: [{ hosts: [host], secretName }] }),
      },
    },
  );
}

interface Answer {
  status: number;
  location: string | undefined;
  text: string;
}

async function ask(host: string, path = '/', secure = true, method = 'GET'): Promise<Answer> {
  const options = { host: '127.0.0.1', path, method, agent: false, headers: { host } };
  const sent = secure
    ? requestSecurely({ ...options, port: httpsPort, servername: host, rejectUnauthorized: false })
    : request({ ...options, port: httpPort });
  sent.end();
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 0, location: reply.headers.location, text: await text(reply) };
}

const until = <Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> =>
  untilSeen(what, look, { explain: () => lines.slice(-5).join('\n') });

const answers = (host: string, path: string, name: string): Promise<Answer> =>
  until(`${host}${path} to be answered by ${name}`, async () => {
    const answer = await ask(host, path);
    return answer.status === 200 && answer.text.includes(`"name":"${name}"`) ? answer : undefined;
  });

async function commonNameAt(servername: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: httpsPort, servername, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { subject } = new X509Certificate(socket.getPeerCertificate().raw);
  socket.destroy();
  return subject;
}

test('hosts, wildcards and paths are routed as Traefik routes them, and the rest is 404 or a redirect', async () => {
  const [one, two] = [await startBackend('one'), await startBackend('two')];
  await serve('one', [one.port]);
  await serve('two', [two.port]);
  await serve('empty', []);
  const prefix = (path: string, service: string): Path => ({ path, pathType: 'Prefix', service });
  await route('app', 'app.example.org', [
    prefix('/', 'one'),
    prefix('/api', 'two'),
    { path: '/api/exactly', pathType: 'Exact', service: 'one' },
    prefix('/nobody', 'empty'),
  ]);
  await route('apps', '*.apps.example.org', [prefix('/only', 'two')]);
  await answers('app.example.org', '/', 'one');
  await answers('app.example.org', '/api/more?a=b', 'two');
  await answers('app.example.org', '/apiary', 'two');
  await answers('app.example.org', '/api/exactly', 'one');
  const answer = await answers('player.apps.example.org', '/only/this', 'two');
  const { headers, url } = JSON.parse(answer.text) as { headers: Record<string, string>; url: string };
  expect(url).toBe('/only/this');
  expect(headers).toMatchObject({
    host: 'player.apps.example.org',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-forwarded-for': '127.0.0.1',
  });
  expect(await ask('app.example.org', '/nobody')).toMatchObject({
    status: 503,
    text: 'no available server\n',
  });
  const notFound = { status: 404, text: '404 page not found\n' };
  expect(await ask('player.apps.example.org', '/other')).toMatchObject(notFound);
  expect(await ask('a.player.apps.example.org', '/only')).toMatchObject(notFound);
  expect(await ask('unknown.example.org')).toMatchObject(notFound);
  expect(await ask('app.example.org', '/a?b=c', false)).toMatchObject({
    status: 301,
    location: 'https://app.example.org/a?b=c',
  });
  expect((await ask('unknown.example.org', '/', false, 'POST')).status).toBe(308);
  const ping = await fetch(`http://127.0.0.1:${controller.healthPort}/ping`);
  expect([ping.status, await ping.text()]).toEqual([200, 'OK']);
});

test('a certificate is chosen by the name that the client asks for, and replaced when its Secret is', async () => {
  const names = ['DNS:tls.example.org', 'DNS:*.tls.example.org'];
  const put = async (commonName: string): Promise<void> => {
    const { certificate, privateKey } = await makeCertificate(commonName, names);
    await apply(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tls', namespace: 'default' } },
      { type: 'kubernetes.io/tls', stringData: { 'tls.crt': certificate, 'tls.key': privateKey } },
    );
  };
  expect(await commonNameAt('tls.example.org')).toBe('CN=TRAEFIK DEFAULT CERT');
  await put('first');
  await route('tls', 'tls.example.org', [{ path: '/', pathType: 'Prefix', service: 'one' }], {
    secretName: 'tls',
  });
  const shows = (name: string, at: string): Promise<true> =>
    until(`${name} at ${at}`, async () => ((await commonNameAt(at)) === `CN=${name}` ? true : undefined));
  await shows('first', 'tls.example.org');
  await shows('first', 'below.tls.example.org');
  expect(await commonNameAt('a.b.tls.example.org')).toBe('CN=TRAEFIK DEFAULT CERT');
  await put('second');
  await shows('second', 'tls.example.org');
});

test('endpoints change under load and no request fails; a websocket lives through it', async () => {
  const [one, two] = [await startBackend('steady'), await startBackend('fresh')];
  await serve('load', [one.port]);
  await route('load', 'load.example.org', [{ path: '/', pathType: 'Prefix', service: 'load' }]);
  await answers('load.example.org', '/', 'steady');
  // Until then an old worker may answer too, which knows nothing of the host.
  await controller.idle();
  const socket = new WebSocket(`wss://127.0.0.1:${httpsPort}/socket`, {
    headers: { host: 'load.example.org' },
    rejectUnauthorized: false,
  });
  await once(socket, 'open');
  const before = controller.loads();
  let isOver = false;
  const failures: string[] = [];
  let asked = 0;
  const loop = async (): Promise<void> => {
    while (!isOver) {
      asked += 1;
      await ask('load.example.org', '/', true).then(
        ({ status }) => status === 200 || failures.push(String(status)),
        (error: unknown) => failures.push(String(error)),
      );
    }
  };
  const loops = [loop(), loop(), loop()];
  for (const ports of [[one.port, two.port], [two.port], [one.port, two.port], [one.port]]) {
    const loads = controller.loads();
    await serve('load', ports);
    await until('another configuration', async () => (controller.loads() > loads ? true : undefined));
  }
  isOver = true;
  await Promise.all(loops);
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(20);
  expect(controller.loads()).toBeGreaterThanOrEqual(before + 4);
  socket.send('still here');
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(message.toString()).toBe('still here');
  socket.terminate();
});

test('the address of the published Service is shown, and a change of nothing loads nothing', async () => {
  await apply(
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'traefik', namespace: 'traefik' } },
    { spec: { type: 'LoadBalancer', ports: [{ port: 443 }] } },
  );
  await mergeObject(api, '/api/v1/namespaces/traefik/services/traefik/status', {
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  });
  const asked = ['get', 'ingress', 'app', '--output', 'jsonpath={.status.loadBalancer.ingress[0].ip}'];
  await until('the address', async () => {
    const shown = await kubernetes.kubectl(asked);
    return shown === '192.0.2.1' ? true : undefined;
  });
  const loads = controller.loads();
  await kubernetes.kubectl(['label', 'ingress', 'app', 'changed=nothing']);
  await kubernetes.kubectl(['create', 'service', 'clusterip', 'unrelated', '--tcp=80']);
  await route('last', 'last.example.org', [{ path: '/', pathType: 'Prefix', service: 'one' }]);
  await answers('last.example.org', '/', 'one');
  await controller.idle();
  expect(controller.loads()).toBe(loads + 1);
});

test('what an Ingress asks for and is not played is said in the log', async () => {
  await route('refused', 'refused.example.org', [{ path: '/', pathType: 'Prefix', service: 'nowhere' }]);
  await until('the reason', async () =>
    lines.includes('Ingress default/refused: there is no Service nowhere') ? true : undefined,
  );
  expect((await ask('refused.example.org')).status).toBe(404);
});

test('as ingress-nginx only hosts with TLS are redirected, prefixes go by parts, and unclassed Ingresses are left', async () => {
  const plainPort = await freePort();
  await using legacy = await startIngressController({
    server: api,
    dialect: ingressNginxDialect,
    ...{ httpPort: plainPort, httpsPort: await freePort(), address: '127.0.0.1' },
    health: { path: '/healthz', port: 0 },
    nginx: { parentDirectory: folder, wrapper: ['setpriv', '--pdeathsig', 'KILL'] },
    onLog: (line) => lines.push(line),
    onEnd: (reason) => lines.push(reason.message),
  });
  await apply(
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' } },
    { spec: { controller: ingressNginxDialect.controller } },
  );
  const one = await startBackend('legacy');
  await serve('legacy', [one.port]);
  const path = { path: '/foo', pathType: 'Prefix', service: 'legacy' };
  await route('legacy-plain', 'plain.legacy.example.org', [path], { className: 'nginx' });
  await route('legacy-tls', 'tls.legacy.example.org', [path], { className: 'nginx', secretName: 'tls' });
  const status = async (host: string, at: string): Promise<number> => {
    const options = { host: '127.0.0.1', port: plainPort, path: at, agent: false, headers: { host } };
    const sent = request(options).end();
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    reply.resume();
    return reply.statusCode ?? 0;
  };
  await until('both to be served', async () =>
    (await status('tls.legacy.example.org', '/foo')) === 308 ? true : undefined,
  );
  await legacy.idle();
  expect(await status('plain.legacy.example.org', '/foo/bar')).toBe(200);
  expect(await status('plain.legacy.example.org', '/foobar')).toBe(404);
  expect(await status('app.example.org', '/')).toBe(404);
});
