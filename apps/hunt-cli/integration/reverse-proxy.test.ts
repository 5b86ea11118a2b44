import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRancherClient, probeWebsocket } from '@wescale/rancher-client';
import { freePort, requirePackages, startNginx, type RunningNginx } from '@wescale/real-servers';
import { startRancher } from '@wescale/understudies';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificateFiles } from '../src/certificates/renewer-resources.ts';
import { tlsListener } from '../src/certificates/tls-listener.ts';
import { rancherNodePort } from '../src/rancher/rancher-names.ts';
import { rancherSite } from '../src/reverse-proxy/rancher-site.ts';

const missing = await requirePackages({ 'nginx-light': 'the reverse proxy under test' });
const domain = 'demo.example.com';
const hostName = `rancher.${domain}`;

/** The sites as they lie on the game master, all but where they listen, what they lead to and where the key is. */
function sites(ports: { http: number; https: number; upstream: number }, folder: string): string {
  const listener = tlsListener(domain).flatMap((each) => (each.kind === 'file' ? [each.content] : []));
  return [...listener, rancherSite(hostName)]
    .join('\n')
    .replaceAll(/ *listen \[::\].*\n/g, '')
    .replaceAll('listen 80', `listen 127.0.0.1:${ports.http}`)
    .replaceAll('listen 443', `listen 127.0.0.1:${ports.https}`)
    .replaceAll(`127.0.0.1:${rancherNodePort}`, `127.0.0.1:${ports.upstream}`)
    .replaceAll(certificateFiles.chain, join(folder, 'chain.pem'))
    .replaceAll(certificateFiles.key, join(folder, 'key.pem'));
}

async function makeCertificate(folder: string): Promise<string> {
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=test', '-addext', `subjectAltName=DNS:${domain},DNS:*.${domain}`],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'chain.pem')],
  ]);
  return readFile(join(folder, 'chain.pem'), 'utf8');
}

describe.skipIf(missing !== undefined)('nginx before Rancher', () => {
  let folder: string;
  let ca: string;
  let nginx: RunningNginx;
  let ports: { http: number; https: number; upstream: number };
  let rancher: Awaited<ReturnType<typeof startRancher>>;

  const ask = async (name: string, path: string, headers: Record<string, string> = {}) => {
    const asking = request({
      ...{ host: '127.0.0.1', port: ports.https, path, servername: name, agent: false },
      ...{ rejectUnauthorized: false, headers: { Host: name, ...headers } },
    });
    asking.end();
    const [answer] = (await once(asking, 'response')) as [
      { statusCode: number; headers: IncomingHttpHeaders },
    ];
    asking.destroy();
    return answer;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sites-'));
    ca = await makeCertificate(folder);
    rancher = await startRancher({ bootstrapPassword: 'only-for-the-first-login' });
    ports = { http: await freePort(), https: await freePort(), upstream: Number(new URL(rancher.url).port) };
    nginx = await startNginx({ http: sites(ports, folder), port: ports.https });
  });
  afterAll(async () => {
    await nginx[Symbol.asyncDispose]();
    await rancher[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('Rancher believes that its clients speak https, and websockets pass', async () => {
    const client = createRancherClient({
      url: `https://${hostName}:${ports.https}`,
      connectTo: { address: '127.0.0.1', port: ports.https },
      trustedCertificates: ca,
    });
    const settings = await client.json({
      ...{ task: 'read a setting', method: 'GET', path: ['v3', 'settings', 'first-login'] },
    });
    expect(settings).toMatchObject({ value: 'true' });
    // A stranger is refused by Rancher itself, so the upgrade has come through.
    expect(await probeWebsocket(client)).toMatchObject({ status: 401 });
  });

  test('browsers are told to insist on TLS', async () => {
    const { statusCode, headers } = await ask(hostName, '/ping');
    expect(statusCode, await nginx.log()).toBe(200);
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
  });

  test('a client cannot choose who it seems to be', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const upstream = createServer((asked, answer) => {
      seen.push(asked.headers);
      answer.end('ok');
    }).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    await nginx.reload(sites({ ...ports, upstream: (upstream.address() as AddressInfo).port }, folder));
    await ask(hostName, '/', {
      'X-Forwarded-For': '203.0.113.9',
      'X-Forwarded-Proto': 'http',
      'X-Real-IP': '203.0.113.9',
      'X-Forwarded-Host': 'elsewhere.example',
    });
    await nginx.reload(sites(ports, folder));
    upstream.close();
    expect(seen).toMatchObject([
      {
        host: hostName,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-port': '443',
        'x-forwarded-host': hostName,
        'x-real-ip': '127.0.0.1',
      },
    ]);
  });

  test('a name below the domain that has no site gets 404, any other name no handshake', async () => {
    expect((await ask(`nothing.${domain}`, '/')).statusCode).toBe(404);
    await expect(ask('example.org', '/')).rejects.toThrow(/unrecognized name/);
  });

  test('plain http leads to https under our names, and is not answered under others', async () => {
    const get = (name: string) =>
      promisify(execFile)('curl', [
        ...['--silent', '--output', '/dev/null', '--write-out', '%{http_code} %{redirect_url}'],
        ...['--header', `Host: ${name}`, `http://127.0.0.1:${ports.http}/a?b=c`],
      ]);
    expect((await get(hostName)).stdout).toBe(`301 https://${hostName}/a?b=c`);
    await expect(get('example.org')).rejects.toThrow();
  });

  test.each(['1.0', '1.1'])('TLS %s is not spoken', async (version) => {
    const old = [`--tls-max`, version, `--tlsv${version}`, '--ciphers', 'DEFAULT@SECLEVEL=0'];
    const curl = ['--silent', '--insecure', '--resolve', `${hostName}:${ports.https}:127.0.0.1`];
    const url = `https://${hostName}:${ports.https}/ping`;
    await expect(promisify(execFile)('curl', [...curl, ...old, url])).rejects.toThrow();
    expect((await promisify(execFile)('curl', [...curl, '--tlsv1.2', url])).stdout).toBe('pong');
  });
});
