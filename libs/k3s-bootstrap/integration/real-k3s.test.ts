import {
  applyK3s,
  backUpK3s,
  closedPortRules,
  closedTcpPorts,
  keepForeignTables,
  planK3s,
  podAccessRules,
  readK3s,
  restoreK3s,
  uninstallK3s,
  verifyClosed,
  type K3sBackup,
  type K3sChange,
  type K3sDesired,
} from '@wescale/k3s-bootstrap';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startK3sWorld, versions, type K3sWorld } from './k3s-world.ts';
import { describeOnAMachine } from './on-a-machine.ts';
import { manifestsFor, nodePort } from './workload.ts';

await describeOnAMachine('k3s on a machine', { go: true }, () => {
  let world: K3sWorld;
  let desired: K3sDesired;
  let backup: K3sBackup;

  beforeAll(async () => {
    world = await startK3sWorld();
    desired = {
      version: { channel: 'stable' },
      channelUrl: world.releases.channelUrl,
      artifactUrl: world.releases.artifactUrl,
      configuration: { disable: ['traefik', 'servicelb', 'local-storage', 'metrics-server'] },
      registries: { mirrors: { '*': { endpoint: [world.registryUrl] } } },
      requirements: [{ name: 'rancher 2.15.0', range: '< 1.37.0-0' }],
    };
  });

  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const changes = async (): Promise<readonly K3sChange[]> =>
    planK3s(await readK3s(world.host, desired), desired).changes;
  const apply = async (): Promise<string[]> => {
    const messages: string[] = [];
    const plan = planK3s(await readK3s(world.host, desired), desired);
    await applyK3s(world.host, plan, { onProgress: (message) => messages.push(message) });
    return messages;
  };
  const asked = (line: string): Promise<string> => expectSoon(() => world.shell(line));
  /** What must go on working, asked from where it matters: the host, and a pod. */
  const proveInside = async (): Promise<void> => {
    expect(await asked(`curl -sf -m 5 http://127.0.0.1:${nodePort}/`)).toBe('served');
    expect(await asked(`curl -sf -m 5 http://${world.machine.address}:${nodePort}/`)).toBe('served');
    expect(await asked(`curl -sf -m 5 http://${world.machine.address}:${nodePort}/service`)).toBe('served');
    expect(await asked(`curl -sf -m 5 http://127.0.0.1:${nodePort}/api`)).toBe('ConfigMapList of 1: kept');
    // The answer comes to a port that masquerading chose, of the NodePorts as likely as any.
    expect(await asked(`curl -sf -m 5 http://127.0.0.1:${nodePort}/outside`)).toBe('reached');
  };
  /** Sends one for VXLAN, and tells how many of them have come past the rules in all. */
  const datagramsFromOutside = async (): Promise<number> => {
    const send = `const s = require('dgram').createSocket('udp4'); s.send('x', 8472, '${world.machine.address}', () => s.close())`;
    await world.outsider.run(process.execPath, ['-e', send]);
    // What was sent later has arrived, so the datagram has, too.
    await world.outsider.probePorts(world.machine.address, [22]);
    const rule = await world.shell('nft list chain inet watch input');
    return Number(/packets (\d+)/.exec(rule)?.[1]);
  };
  const proveClosed = async (): Promise<void> => {
    const answers = await verifyClosed({
      probe: world.outsider,
      address: world.machine.address,
      ports: [...closedTcpPorts, nodePort],
      openPorts: [22],
    });
    expect(answers[6443]).toBe('filtered');
  };

  test('it is installed from a channel, serves, and a second run changes nothing', async () => {
    const messages = await apply();
    expect(messages.some((message) => message.startsWith('waiting for '))).toBe(true);
    expect(await changes()).toEqual([]);
    expect(await apply()).not.toContain('waiting for');
  });

  test('its API is used through a forward, and a pod reaches it too', async () => {
    expect(await world.kubectl(['config', 'current-context'])).toBe('hunt');
    expect(await world.kubectl(['get', 'nodes', '-o', 'name'])).toMatch(/^node\//);
    await world.kubectl(['apply', '-f', '-'], manifestsFor(`${world.registryUrl}/v2/`));
    await world.kubectl(['rollout', 'status', 'deployment/served', '--timeout=60s']);
    await proveInside();
  });

  test('without rules the ports answer from outside; with them they do not, and all works inside', async () => {
    const { probe, address } = { probe: world.outsider, address: world.machine.address };
    await world.shell('apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -qy install nftables');
    await world.shell(`nft add table inet watch
      nft 'add chain inet watch input { type filter hook input priority -300; }'
      nft add rule inet watch input udp dport 8472 counter`);
    expect(await datagramsFromOutside()).toBe(1);
    await expect(
      verifyClosed({ probe, address, openPorts: [22], ports: [6443, 10250, nodePort] }),
    ).rejects.toMatchObject({
      code: 'ports-open',
      ports: [6443, 10250, nodePort],
    });
    await expect(verifyClosed({ probe, address, openPorts: [23] })).rejects.toMatchObject({
      code: 'probe-inconclusive',
    });
    await layFirewall(world);
    await proveClosed();
    expect(await datagramsFromOutside()).toBe(1);
    await proveInside();
  });

  test('they stay closed, and all works, when the firewall restarts, reloads, and stops', async () => {
    for (const verb of ['restart', 'reload', 'stop']) {
      await world.shell(`systemctl ${verb} nftables.service`);
      await proveInside();
    }
    await world.shell('systemctl start nftables.service');
    await proveClosed();
  });

  test('a changed configuration restarts k3s while pods run on', async () => {
    const before = await world.kubectl([
      'get',
      'pods',
      '-o',
      'jsonpath={.items[*].status.containerStatuses[*].containerID}',
    ]);
    desired = { ...desired, configuration: { ...desired.configuration, 'tls-san': ['k3s.test'] } };
    expect((await changes()).map(({ action }) => action)).toEqual(['write', 'restart']);
    await apply();
    expect(await changes()).toEqual([]);
    expect(
      await world.kubectl([
        'get',
        'pods',
        '-o',
        'jsonpath={.items[*].status.containerStatuses[*].containerID}',
      ]),
    ).toBe(before);
  });

  test('a token that is not that of the data is named as the reason, and taken back', async () => {
    const right = desired;
    desired = { ...right, configuration: { ...right.configuration, token: 'not-the-one-of-the-data' } };
    await expect(apply()).rejects.toMatchObject({
      code: 'service-failed',
      failure: { kind: 'token-mismatch' },
    });
    desired = right;
    await apply();
    expect(await changes()).toEqual([]);
  });

  test('a back-up is taken while it runs', async () => {
    backup = await backUpK3s(world.host);
    expect(backup).toMatchObject({ version: versions.first, nodeName: 'debian' });
    expect((await readK3s(world.host, desired)).snapshots).toEqual([]);
    expect(await world.shell('ls /var/lib/k3s-bootstrap | grep back-up || true')).toBe('');
  });

  test('a patch is upgraded with all data kept; back it does not go', async () => {
    desired = { ...desired, version: versions.second };
    expect((await changes()).map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      `upgrade ${versions.second}`,
      'restart k3s.service',
    ]);
    await apply();
    expect(await changes()).toEqual([]);
    await proveInside();
    await world.kubectl(['create', 'configmap', 'later']);
    desired = { ...desired, version: versions.first };
    await expect(changes()).rejects.toMatchObject({ code: 'downgrade-refused' });
  });

  test('a reboot brings everything back, and closed', async () => {
    await world.host.reconnect();
    await world.machine.reboot();
    desired = { ...desired, version: versions.second };
    await expect.poll(changes, { timeout: 60_000, interval: 500 }).toEqual([]);
    await proveInside();
    await proveClosed();
  });

  test('a back-up is restored over a newer state, with the version it was taken with', async () => {
    desired = { ...desired, version: versions.first };
    await restoreK3s(world.host, { content: backup.archive }, desired);
    expect(await changes()).toEqual([]);
    expect(await world.kubectl(['get', 'configmaps', '-o', 'name'])).not.toContain('later');
    await proveInside();
  });

  test('nothing is left when it is removed, and on the empty machine the back-up is restored', async () => {
    await uninstallK3s(world.host);
    await uninstallK3s(world.host);
    expect(await tracesOf(world)).toBe('');
    await restoreK3s(world.host, { content: backup.archive }, desired);
    expect(await changes()).toEqual([]);
    await proveInside();
    await uninstallK3s(world.host);
    expect(await tracesOf(world)).toBe('');
  });
});

/** As ssh-host lays a table of its own: loaded by a unit that is part of Debian's. */
async function layFirewall(world: K3sWorld): Promise<void> {
  const rules = `${closedPortRules()}chain input {
  type filter hook input priority filter; policy drop;
  ct state established,related accept
  iif "lo" accept
  ${podAccessRules()}  icmp type echo-request accept
  tcp dport 22 accept
}
`;
  const unit = `[Unit]
DefaultDependencies=no
Before=network-pre.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/closed.nft
ExecReload=/usr/sbin/nft -f /etc/closed.nft
[Install]
WantedBy=sysinit.target
`;
  const files = [
    ...keepForeignTables(),
    {
      path: '/etc/closed.nft',
      content: `table inet closed {}\ndelete table inet closed\ntable inet closed {\n${rules}}\n`,
    },
    { path: '/etc/systemd/system/closed.service', content: unit },
  ];
  for (const { path, content } of files)
    await world.shell(
      `mkdir -p "$(dirname ${path})"; echo ${Buffer.from(content).toString('base64')} | base64 -d >${path}`,
    );
  await world.shell('systemctl daemon-reload; systemctl enable -q --now nftables.service closed.service');
}

/** Files, processes, mounts, links and rules that Kubernetes would have left. */
function tracesOf(world: K3sWorld): Promise<string> {
  return world.shell(`
    find / -xdev -name '*k3s*' -not -path '/var/log/*' -not -path '/proc/*'
    find /var/lib/rancher /var/lib/kubelet /var/lib/cni /etc/rancher /run/k3s -mindepth 1 2>/dev/null
    ps -eo args | grep -E '[c]ontainerd|[k]ubelet|[k]3s' | grep -v k3s-ssh
    grep -E 'kubelet|/var/lib/rancher/k3s|/run/k3s|cni' /proc/self/mounts
    ip -o link | grep -E 'cni0|veth|flannel'
    nft list ruleset | grep -E 'KUBE-|CNI-'
    systemctl list-unit-files 'k3s*' --no-legend
    true`);
}

/** Asks again for a while: what was just restarted needs a moment. */
async function expectSoon(ask: () => Promise<string>): Promise<string> {
  const end = Date.now() + 45_000;
  for (;;)
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
}
