import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requirePackages } from '@wescale/real-servers';
import { connectToEmulator } from '@wescale/scaleway-emulator';
import {
  createRancherClient,
  createToken,
  isLoginRefused,
  login,
  readSetting,
} from '@wescale/rancher-client';
import { startBrowseProxy, startOutsider, startStage, type Outsider } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPage } from './browse-as.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { errorOf, finished, outputsOf } from './hunt-results.ts';
import { findMachine, type TestMachine } from './machine.ts';
import type { HuntResult } from './running-hunt.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const chromium = await requirePackages({
  chromium: 'a real browser',
  'libnss3-tools': 'tells the browser whom to trust',
});

const allowedPorts = [22, 53, 80, 443] as const;
const closedPorts = [6443, 6444, 10250, 2379, 2380, 8472, 30080, 30000, 32767] as const;

describe('a game master with Kubernetes and Rancher', () => {
  let stage: Stage;
  let folder: HuntFolder;
  let machine: TestMachine;
  let outsider: Outsider;
  let first: HuntResult;
  const hostName = 'rancher.demo.example.com';

  const setVersions = (k3s: string, rancher: string) =>
    writeFile(
      join(folder.directory, 'hunt.yaml'),
      `name: demo
domain: demo.example.com
instance: { type: DEV1-M, image: debian_bookworm, rootVolumeSizeGigabytes: 20 }
k3s: { version: ${k3s} }
rancher: { version: ${rancher}, eulaAgreed: true }
`,
    );
  const secret = (name: string) => readFile(join(folder.secrets, name), 'utf8');
  const rancher = (token?: string) =>
    createRancherClient({
      url: `https://${hostName}`,
      connectTo: { address: machine.address },
      trustedCertificates: stage.certificateAuthority.issuerCertificates,
      ...(token === undefined ? {} : { token }),
    });
  const kubectl = async (...args: string[]): Promise<string> => {
    const result = await folder.run('kubeconfig', '--', stage.kubectl, ...args);
    if (result.exitCode !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  /** What Kubernetes is for: a Service, a NodePort from its node, names and the API from within a pod. */
  const expectInside = async (): Promise<void> => {
    const inPod = `
      const { readFileSync } = require('node:fs');
      const { lookup } = require('node:dns/promises');
      const account = '/var/run/secrets/kubernetes.io/serviceaccount/';
      (async () => {
        const { address } = await lookup('rancher.cattle-system.svc.cluster.local');
        const pong = await (await fetch('http://rancher.cattle-system/ping', { headers: { 'X-Forwarded-Proto': 'https' } })).text();
        const api = await new Promise((resolve, reject) => require('node:https').get('https://kubernetes.default.svc/version', {
          ca: readFileSync(account + 'ca.crt'),
          headers: { Authorization: 'Bearer ' + readFileSync(account + 'token', 'utf8') },
        }, (answer) => resolve(answer.statusCode)).on('error', reject));
        console.log(address.startsWith('10.43.'), pong, api);
        // Its connections would be kept open for a while.
        process.exit();
      })();`;
    expect(await kubectl('exec', '-n', 'cattle-system', 'deploy/rancher', '--', 'node', '-e', inPod)).toBe(
      'true pong 200',
    );
    expect(await machine.run('curl -s -m 10 http://127.0.0.1:30080/ping')).toBe('pong');
  };
  const expectClosed = async (): Promise<void> => {
    const answers = await outsider.probePorts(machine.address, [...allowedPorts, ...closedPorts]);
    expect(answers).toEqual({
      ...Object.fromEntries(allowedPorts.map((port) => [port, 'open'])),
      ...Object.fromEntries(closedPorts.map((port) => [port, 'filtered'])),
    });
  };

  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name, { until: 'rancher-setup' });
    await setVersions('v1.36.3+k3s1', '2.15.0');
    first = await folder.run('core', '--json');
    expect(first.exitCode, first.stdout.slice(-3000) + first.stderr).toBe(0);
    machine = await findMachine(stage.name, folder.name);
    outsider = await startOutsider(stage);
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('the first run goes through nine steps, each with the time it took', () => {
    const done = first.events.flatMap((event) =>
      event.event === 'step' && event.state === 'done' ? [[event.step, typeof event.elapsedMs]] : [],
    );
    expect(done.map(([step]) => step)).toEqual([
      ...['instance', 'system', 'dns', 'delegation', 'certificates'],
      ...['k3s', 'rancher', 'reverse-proxy', 'rancher-setup'],
    ]);
    expect(new Set(done.map(([, type]) => type))).toEqual(new Set(['number']));
  });

  test('the second run changes nothing: no write at Scaleway, no revision, no session', async () => {
    const control = connectToEmulator(stage.apiUrl);
    await control.clearJournal();
    const token = await secret('rancher-token');
    const sessions = () => kubectl('get', 'secrets', '-A', '-o', 'name');
    const before = await sessions();
    const second = await folder.run('core', '--json');
    expect(finished(second), second.stdout.slice(-3000)).toMatchObject({ ok: true, changed: 0 });
    expect((await control.journal()).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await secret('rancher-token')).toBe(token);
    expect(await sessions()).toBe(before);
    expect((await folder.run('plan')).exitCode).toBe(0);
  });

  test('whoever trusts the CA reaches Rancher by name and logs in with the password that is kept', async () => {
    const opened = await folder.run('open', 'rancher', '--json');
    const { url, username, passwordPath = '' } = outputsOf(opened, 'rancher');
    expect({ url, username }).toEqual({ url: `https://${hostName}`, username: 'admin' });
    expect((await stat(passwordPath)).mode & 0o077).toBe(0);
    const roots = join(folder.directory, 'roots.pem');
    await writeFile(roots, stage.certificateAuthority.issuerCertificates);
    const { stdout } = await outsider.run('curl', [
      ...['--silent', '--cacert', roots, '--resolve', `${hostName}:443:${machine.address}`, `${url}/ping`],
    ]);
    expect(stdout).toBe('pong');
    const password = await readFile(passwordPath, 'utf8');
    expect((await login(rancher(), { password })).token).toMatch(/:/);
    for (const wrong of ['admin', await secret('rancher-bootstrap-password')])
      expect(await isLoginRefused(rancher(), { password: wrong })).toBe(true);
  });

  test('a browser that trusts the CA sees the log-in page without a warning, one that does not sees a warning', async (context) => {
    context.skip(chromium !== undefined, chromium);
    await using proxy = await startBrowseProxy(stage);
    const url = `https://${hostName}/`;
    const page = await readPage(url, proxy);
    expect(page).toContain('Rancher');
    expect(page).toContain('type="password"');
    expect(await readPage(url, { proxyUrl: proxy.proxyUrl })).not.toContain('type="password"');
  });

  test('only what is meant to answers from outside, also after the firewall is restarted and reloaded', async () => {
    await expectClosed();
    await expectInside();
    await machine.run('systemctl restart nftables.service');
    await expectClosed();
    await expectInside();
    await machine.run('systemctl reload nftables.service');
    await expectClosed();
    await expectInside();
  });

  test('status is well, logs and kubeconfig show what there is', async () => {
    const [status, logs, nodes, k3s] = await Promise.all([
      folder.run('status', '--json'),
      folder.run('logs', 'rancher'),
      folder.run('kubeconfig', '--', stage.kubectl, 'get', 'nodes', '-o', 'name'),
      folder.run('logs', 'k3s', '--lines', '3'),
    ]);
    expect(status.exitCode, status.stdout).toBe(0);
    const checks = status.events.flatMap((event) => (event.event === 'finding' ? [event.check] : []));
    expect(checks).toEqual(expect.arrayContaining(['kubernetes', 'pods', 'rancher']));
    expect(logs).toMatchObject({ exitCode: 0, stderr: '' });
    expect(nodes.stdout).toContain('node/game-master');
    expect(k3s.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(4);
    const unknown = await folder.run('logs', 'grafana', '--json');
    expect(errorOf(unknown)).toMatchObject({ code: 'usage' });
  });

  test('kubeconfig keeps the way open until Ctrl-C, and leaves nothing behind', async () => {
    const open = folder.start('kubeconfig', '--json');
    await open.printed((line) => line.includes('"path"'));
    open.process.kill('SIGINT');
    const ended = await open.ended;
    expect(ended.exitCode).toBe(0);
    const { path = '' } = outputsOf(ended, 'kubeconfig');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('a Service that somebody deleted is put back, and only that is changed', async () => {
    await kubectl('delete', 'service', '-n', 'cattle-system', 'rancher-node-port');
    const plan = await folder.run('plan');
    expect(plan.exitCode).toBe(2);
    expect(plan.stdout).toContain('rancher-node-port');
    const repair = await folder.run('core', '--json');
    expect(finished(repair)).toMatchObject({ ok: true, changed: 1 });
    await expectInside();
  });

  test('a token that Rancher no longer takes is replaced', async () => {
    await writeFile(join(folder.secrets, 'rancher-token'), 'token-gone:0123456789', { mode: 0o600 });
    expect(finished(await folder.run('core', '--json'))).toMatchObject({ ok: true, changed: 1 });
    expect(await secret('rancher-token')).not.toContain('token-gone');
  });

  test('a token that is about to end is told by status, and gone without harm', async () => {
    const client = rancher(await secret('rancher-token'));
    const file = join(folder.secrets, 'rancher-token');
    const tokenOf = async () => {
      const { events } = await folder.run('status', '--json');
      return events.find((event) => event.event === 'finding' && event.check === 'rancher-token');
    };
    expect(await tokenOf()).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^good for (89|90) days/) as unknown,
    });
    const { token } = await createToken(client, { description: 'short', ttlMs: 10 * 86_400_000 });
    await writeFile(file, token, { mode: 0o600 });
    const told = await tokenOf();
    expect(told).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^good for (9|10) days/) as unknown,
    });
    expect(told).toMatchObject({ remedy: `remove ${file}, then run hunt core, which makes another one` });
    await rm(file);
    expect(finished(await folder.run('core', '--json'))).toMatchObject({ ok: true, changed: 1 });
    expect(await tokenOf()).toMatchObject({ ok: true });
  });

  test('after a reboot everything comes back by itself', async () => {
    const before = machine.leader;
    await machine.run('systemctl reboot').catch(() => undefined);
    // The one that is going down is still well for a moment.
    await expect
      .poll(
        async () => {
          const found = await findMachine(stage.name, folder.name).catch(() => undefined);
          return found !== undefined && found.leader !== before;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    await expect
      .poll(
        async () => {
          const { exitCode, stdout } = await folder.run('status');
          return { exitCode, failures: stdout.split('\n').filter((line) => !line.startsWith('ok ')) };
        },
        { timeout: 90_000, interval: 1000 },
      )
      .toEqual({ exitCode: 0, failures: [''] });
    machine = await findMachine(stage.name, folder.name);
    await expectClosed();
    await expectInside();
  });

  describe('new versions', () => {
    test('a corrupted download is refused, and the k3s that runs stays', async () => {
      await setVersions('v1.36.4+k3s1', '2.15.0');
      const server = new URL(stage.releases.k3sArtifactUrl).origin;
      const damage = { method: 'POST', body: JSON.stringify({ pathEnd: '/k3s', how: 'flip' }) };
      expect((await fetch(`${server}/_stage/damages`, damage)).ok).toBe(true);
      const refused = await folder.run('core', '--json');
      expect(refused.exitCode).toBe(1);
      expect(errorOf(refused)).toMatchObject({ code: 'checksum-mismatch' });
      expect(await machine.run('k3s --version')).toContain('v1.36.3+k3s1');
      await expectInside();
    });

    test('k3s goes up by a patch and keeps its data', async () => {
      await kubectl('create', 'configmap', 'kept', '--from-literal=a=b');
      const upgrade = await folder.run('core', '--json');
      expect(finished(upgrade), upgrade.stdout.slice(-2000)).toMatchObject({ ok: true });
      expect(await kubectl('get', 'nodes', '-o', 'jsonpath={.items[0].status.nodeInfo.kubeletVersion}')).toBe(
        'v1.36.4+k3s1',
      );
      expect(await kubectl('get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}')).toBe('b');
      await expectInside();
      await expectClosed();
    });

    test.each([
      ['v1.36.3+k3s1', 'downgrade-refused'],
      ['v1.38.0+k3s1', 'minor-skipped'],
    ])('%s is refused (%s), and nothing is touched', async (version, code) => {
      await setVersions(version, '2.15.0');
      const refused = await folder.run('core', '--json');
      expect(errorOf(refused)).toMatchObject({ code });
      expect(await machine.run('k3s --version')).toContain('v1.36.4+k3s1');
      await setVersions('v1.36.4+k3s1', '2.15.0');
    });

    test('a Rancher that does not run on this Kubernetes is refused before anything is touched', async () => {
      await setVersions('v1.36.4+k3s1', '2.14.4');
      const refused = await folder.run('core', '--json');
      expect(errorOf(refused)).toMatchObject({ code: 'version-unsupported' });
      await setVersions('v1.36.4+k3s1', '2.15.0');
    });

    test('Rancher goes up by a patch through a kill of hunt and helm in the middle, and keeps its data', async () => {
      await setVersions('v1.36.4+k3s1', '2.15.1');
      const run = folder.start('core', '--json');
      await run.printed((line) => line.includes('cattle-system/rancher: waiting'));
      run.process.kill('SIGKILL');
      await run.ended;
      const next = await folder.run('core', '--json');
      expect(finished(next), next.stdout.slice(-2000)).toMatchObject({ ok: true });
      expect(outputsOf(next, 'rancher-setup')).toMatchObject({ version: 'v2.15.1' });
      const client = rancher(await secret('rancher-token'));
      expect(await readSetting(client, 'server-url')).toMatchObject({ value: `https://${hostName}` });
      expect(finished(await folder.run('core', '--json'))).toMatchObject({ ok: true, changed: 0 });
    });
  });

  test('no run left a kubeconfig behind, and destroy forgets the passwords', async () => {
    expect((await folder.run('destroy', '--yes')).exitCode).toBe(0);
    for (const name of ['rancher-admin-password', 'rancher-bootstrap-password', 'rancher-token'])
      await expect(secret(name)).rejects.toThrow('ENOENT');
    await rm(join(folder.secrets, 'helm'), { recursive: true, force: true });
  });
});
