import { setTimeout as sleep } from 'node:timers/promises';
import type { Outsider, SshKeyPair, StageDescription } from '@wescale/stage';
import { createSshKeyPair, startOutsider, startStage } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudInit } from './cloud-init.ts';
import type { ScalewayApi, TestServer } from './scaleway-api.ts';
import { scalewayApi } from './scaleway-api.ts';
import type { SshClient } from './ssh-client.ts';
import { createSshClient } from './ssh-client.ts';
import { describeOnAStage } from './on-a-stage.ts';

describeOnAStage('security groups', () => {
  let stage: StageDescription & AsyncDisposable;
  let api: ScalewayApi;
  let ssh: SshClient;
  let hostKey: SshKeyPair;
  let guarded: TestServer;
  let open: TestServer;
  let outsider: Outsider;
  const rancherCharts = (): string =>
    stage.chartRepositories['https://releases.rancher.com/server-charts/stable'] ?? '';

  const allow = (port: number): object => ({
    protocol: 'TCP',
    direction: 'inbound',
    action: 'accept',
    ip_range: '0.0.0.0/0',
    dest_port_from: port,
  });

  const setRules = (rules: object[]): Promise<unknown> =>
    api.request('PUT', `/instance/v1/zones/${stage.zone}/security_groups/${guarded.securityGroup}/rules`, {
      rules,
    });

  beforeAll(async () => {
    ssh = await createSshClient();
    stage = await startStage();
    api = scalewayApi(stage);
    hostKey = await createSshKeyPair();
    const user = cloudInit(ssh.publicKey, hostKey);
    guarded = await api.createServer({
      name: 'guarded',
      cloudInit: user,
      securityGroup: { inbound_default_policy: 'drop' },
    });
    open = await api.createServer({ name: 'open', cloudInit: user });
    await setRules([allow(22), allow(8080)]);
    for (const server of [guarded, open]) await api.act(server, 'poweron');
    for (const server of [guarded, open]) {
      await api.waitForState(server, 'running');
      await ssh.waitFor(server.address, hostKey.publicKey);
    }
    outsider = await startOutsider(stage);
    const serve = 'systemd-run -q python3 -m http.server --bind 0.0.0.0';
    await ssh.run(guarded.address, hostKey.publicKey, `${serve} 9090; ${serve} 8443`);
    await ssh.run(open.address, hostKey.publicKey, `${serve} 9090`);
    await waitUntil(async () => (await outsider.probePorts(open.address, [9090]))[9090] === 'open');
  });

  afterAll(async () => {
    await outsider[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
    await ssh[Symbol.asyncDispose]();
  });

  test('an outsider reaches the allowed ports and no others', async () => {
    expect(await outsider.probePorts(guarded.address, [22, 8080, 9090])).toEqual({
      22: 'open',
      8080: 'closed', // let through, nobody listens
      9090: 'filtered',
    });
    expect(await outsider.probePorts(open.address, [22, 9090, 8081])).toEqual({
      22: 'open',
      9090: 'open',
      8081: 'closed',
    });
  });

  test('a change of the rules reaches a running machine', async () => {
    await setRules([allow(22), allow(9090)]);
    await waitUntil(async () => (await outsider.probePorts(guarded.address, [9090]))[9090] === 'open');
    await setRules([allow(22)]);
    await waitUntil(async () => (await outsider.probePorts(guarded.address, [9090]))[9090] === 'filtered');
  });

  test('a group guards against the other machines too, and lets answers through', async () => {
    const reach = (from: TestServer, to: TestServer): Promise<string> =>
      ssh.run(
        from.address,
        hostKey.publicKey,
        `curl -s -o /dev/null -m 2 -w '%{http_code}' http://${to.address}:9090/ || true`,
      );
    expect(await reach(open, guarded)).toBe('000');
    expect(await reach(guarded, open)).toBe('200');
  });

  test('what a cluster is made of reaches a machine as its group lets it out', async () => {
    const urls = [
      `${stage.releases.k3sChannelUrl}/stable`,
      `${stage.registryMirror}/v2/`,
      `${rancherCharts()}/index.yaml`,
    ];
    const ask = urls.map((url) => `curl -s -o /dev/null -m 5 -w '%{http_code} ' ${url} || true`).join('; ');
    expect(await ssh.run(guarded.address, hostKey.publicKey, ask)).toBe('302 200 200');
    await setRules([
      allow(22),
      { protocol: 'TCP', direction: 'outbound', action: 'drop', ip_range: '0.0.0.0/0', dest_port_from: 5000 },
    ]);
    await waitUntil(async () => (await ssh.run(guarded.address, hostKey.publicKey, ask)) === '302 000 200');
    await setRules([allow(22)]);
  });

  test('a machine cannot speak under an address that is not its own', async () => {
    const spoof = 'ip address add 198.18.255.9/32 dev lo';
    const ask = `curl -s -o /dev/null -m 2 -w '%{http_code}' --interface 198.18.255.9 http://${open.address}:9090/ || true`;
    expect(await ssh.run(guarded.address, hostKey.publicKey, `${spoof}; ${ask}`)).toBe('000');
  });

  test('an address of no stage is refused on this very machine', async () => {
    await expect(fetch('http://198.19.255.254/')).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/EHOSTUNREACH|ENETUNREACH/) as string },
    });
  });

  async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await sleep(50);
  }
});
