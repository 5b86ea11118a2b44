import { beforeEach, expect, test } from 'vitest';
import { freePort, requirePackages, startNginx, type RunningNginx } from '@wescale/real-servers';
import {
  applySetUp,
  isPinged,
  login,
  planSetUp,
  probeWebsocket,
  readSetUp,
  readVersion,
  ready,
  type RancherClient,
} from '@wescale/rancher-client';
import { makeCertificate, type TestCertificate } from './make-certificate.ts';
import { bootstrapPassword, desired, startWorld, type World } from './world.ts';

beforeEach(async (context) => {
  const missing = await requirePackages({ 'nginx-light': 'the proxy that ends TLS' });
  context.skip(missing !== undefined, missing);
});

const passing = [
  'proxy_set_header Host $host;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  'proxy_set_header X-Forwarded-For $remote_addr;',
];
const upgrading = [
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";',
];

interface Proxied extends AsyncDisposable {
  world: World;
  /** Reaches Rancher by its name, through nginx. */
  client: RancherClient;
  nginx: RunningNginx;
  configure(directives: string[], upstream?: string): Promise<void>;
}

/** A Rancher behind an nginx that ends TLS for `rancher.hunt.test`. */
async function startProxied(directives: string[]): Promise<Proxied> {
  const world = await startWorld();
  const certificate = await makeCertificate('DNS:rancher.hunt.test');
  const port = await freePort();
  const http = (own: string[], upstream: string): string => siteOf(certificate, port, own, upstream);
  const nginx = await startNginx({ http: http(directives, world.rancher.url), port });
  const client = world.connect({
    url: 'https://rancher.hunt.test',
    connectTo: { address: '127.0.0.1', port },
    trustedCertificates: certificate.certificate,
    headers: {},
  });
  return {
    world,
    client,
    nginx,
    configure: (own, upstream = world.rancher.url) => nginx.reload(http(own, upstream)),
    async [Symbol.asyncDispose]() {
      client.close();
      await nginx[Symbol.asyncDispose]();
      await certificate[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

const siteOf = (tls: TestCertificate, port: number, directives: string[], upstream: string): string => `
server {
  listen 127.0.0.1:${port} ssl;
  server_name rancher.hunt.test;
  ssl_certificate ${tls.certificateFile};
  ssl_certificate_key ${tls.privateKeyFile};
  location / { proxy_pass ${upstream}; ${directives.join(' ')} }
}`;

test('through a proxy that does its part, the first set-up is done and a websocket opens', async () => {
  await using proxied = await startProxied([...passing, ...upgrading]);
  const { client: rancher } = proxied;
  await ready(rancher);
  const facts = await readSetUp(rancher, desired);
  const { client } = await applySetUp(facts, planSetUp(facts, desired), desired);
  expect(await probeWebsocket(client)).toEqual({ status: 101, isUpgraded: true });
});

test('a proxy that does not say HTTPS is found out', async () => {
  await using proxied = await startProxied(['proxy_set_header Host $host;']);
  const { client } = proxied;
  expect(await isPinged(client)).toBe(true);
  await expect(readVersion(client)).rejects.toMatchObject({ code: 'redirect-loop' });
  await expect(ready(client)).rejects.toMatchObject({ code: 'redirect-loop' });
  await expect(login(client, { password: bootstrapPassword })).rejects.toMatchObject({
    code: 'use-https',
    message: expect.stringContaining('X-Forwarded-Proto') as string,
  });
});

test('a proxy that keeps upgrades to itself is found out', async () => {
  await using proxied = await startProxied(passing);
  const { token } = await login(proxied.client, { password: bootstrapPassword });
  expect((await probeWebsocket(proxied.client.withToken(token))).isUpgraded).toBe(false);
});

test('a Rancher that is not there yet behind its proxy is waited for', async () => {
  await using proxied = await startProxied([...passing, ...upgrading]);
  await proxied.configure(passing, 'http://127.0.0.1:1');
  await expect(ready(proxied.client, { timeoutMs: 100 })).rejects.toMatchObject({
    code: 'wait-exceeded',
    awaiting: expect.stringContaining('502') as string,
  });
  await proxied.configure(passing);
  expect((await ready(proxied.client)).isFirstLogin).toBe(true);
});
