import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SshKeyPair, StageDescription } from '@wescale/stage';
import { createSshKeyPair, startStage } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudInit } from './cloud-init.ts';
import { domainsApi, record } from './domains-api.ts';
import { obtainCertificate } from './obtain-certificate.ts';
import { describeOnAStage } from './on-a-stage.ts';
import type { TestServer } from './scaleway-api.ts';
import { scalewayApi } from './scaleway-api.ts';
import type { SshClient } from './ssh-client.ts';
import { createSshClient } from './ssh-client.ts';

/** A page over HTTPS and the same over HTTP, from what Debian's base has. */
const pageServer = `
import http.server, ssl, sys, threading
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"the page at " + self.headers["Host"].encode()
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
def serve(port, context=None):
    server = http.server.ThreadingHTTPServer(("0.0.0.0", port), Page)
    if context: server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever).start()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/root/chain.pem", "/root/key.pem")
serve(80); serve(443, context)
`;

describeOnAStage('browsing a stage', () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  let stage: StageDescription & AsyncDisposable;
  let ssh: SshClient;
  let hostKey: SshKeyPair;
  let server: TestServer;

  beforeAll(async () => {
    ssh = await createSshClient();
    stage = await startStage();
    const [api, domains] = [scalewayApi(stage), domainsApi(stage)];
    hostKey = await createSshKeyPair();
    server = await api.createServer({ name: 'web', cloudInit: cloudInit(ssh.publicKey, hostKey) });
    await api.act(server, 'poweron');
    await domains.change({ add: { records: [record('www', 'A', server.address)] } });
    const { chain, privateKey } = await obtainCertificate(stage, ['www.example.com'], async (texts) =>
      domains.change({
        add: { records: texts.map((text) => record('_acme-challenge.www', 'TXT', `"${text}"`)) },
      }),
    );
    await ssh.waitFor(server.address, hostKey.publicKey);
    const write = (file: string, text: string): string =>
      `echo ${Buffer.from(text).toString('base64')} | base64 -d >/root/${file}`;
    await ssh.run(
      ...[server.address, hostKey.publicKey],
      [
        ...[write('chain.pem', chain), write('key.pem', privateKey), write('page.py', pageServer)],
        'systemd-run --quiet python3 /root/page.py',
        "until ss -Hlnt | grep -q ':443 '; do sleep 0.05; done",
      ].join(' && '),
    );
  });

  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await ssh[Symbol.asyncDispose]();
  });

  test('curl reaches a machine by its name, with the certificate authority of the stage, until Ctrl-C', async () => {
    const browse = spawn(
      process.execPath,
      ['--conditions=@wescale/source', main, 'browse', `--name=${stage.name}`, '--json'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(browse, 'exit');
    const [printed] = (await once(browse.stdout.setEncoding('utf8'), 'data')) as [string];
    const { proxyUrl, authorityFile } = JSON.parse(printed) as { proxyUrl: string; authorityFile: string };
    const curl = (...args: string[]): Promise<{ code: number; stdout: string }> =>
      new Promise((resolve) => {
        const common = ['-sS', '--noproxy', '', '--proxy', proxyUrl, '--cacert', authorityFile];
        execFile('curl', [...common, ...args], { encoding: 'utf8' }, (error, stdout) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
        );
      });
    expect(await curl('https://www.example.com/')).toEqual({
      code: 0,
      stdout: 'the page at www.example.com',
    });
    expect((await curl('http://www.example.com/path?query')).stdout).toBe('the page at www.example.com');
    // Another authority does not do: the page's certificate is the stage's.
    expect(
      (await curl('--cacert', '/etc/ssl/certs/ca-certificates.crt', 'https://www.example.com/')).code,
    ).toBe(60);
    expect((await curl('http://nobody.example.com/')).stdout).toContain('does not know nobody.example.com');
    expect((await curl('http://192.0.2.1/')).stdout).toContain('not of this stage');
    expect((await curl('http://www.example.com:81/')).stdout).toContain('does not answer');
    expect((await curl('https://127.0.0.1/')).code).not.toBe(0);
    browse.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect((await curl('https://www.example.com/')).code).not.toBe(0);
  });
});
