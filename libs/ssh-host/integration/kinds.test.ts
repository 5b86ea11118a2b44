import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resourceId, type Resource } from '@wescale/ssh-host';
import { startDebianHost, type DebianHost } from './debian-host.ts';

let host: DebianHost;
beforeAll(async () => {
  host = await startDebianHost();
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

interface Case {
  title: string;
  resources: Resource[];
  /** What shows on the host afterwards: a shell line and its output. */
  shows: [line: string, output: string];
  /** A change made by hand, which the next plan must find and undo. */
  disturb: string;
  /** What must be there first, where a fresh host is already as it should be. */
  prepare?: string;
}

const timer = '[Timer]\nOnCalendar=daily\n[Install]\nWantedBy=timers.target\n';
const service = '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n';
const key = `ssh-ed25519 ${'A'.repeat(68)} somebody`;

const cases: Case[] = [
  {
    title: 'package',
    resources: [
      { kind: 'package', name: 'nftables' },
      { kind: 'package', name: 'tree' },
      { kind: 'package', name: 'nano', state: 'absent' },
    ],
    shows: ["dpkg-query -W -f '${db:Status-Abbrev}' nftables tree", 'ii ii'],
    disturb: 'dpkg --remove tree',
  },
  {
    title: 'group',
    resources: [{ kind: 'group', name: 'hunters', gid: 4242 }],
    shows: ['getent group hunters', 'hunters:x:4242:'],
    disturb: 'groupmod -g 4243 hunters',
  },
  {
    title: 'user',
    resources: [
      {
        kind: 'user',
        name: 'hunter',
        group: 'hunters',
        groups: ['systemd-journal', 'adm'],
        shell: '/bin/bash',
        comment: 'It is "me"',
      },
    ],
    shows: [
      'id -Gn hunter; getent passwd hunter | cut -d: -f5-',
      'hunters adm systemd-journal\nIt is "me":/home/hunter:/bin/bash',
    ],
    disturb: 'usermod -s /bin/sh -G adm hunter',
  },
  {
    title: 'directory',
    resources: [{ kind: 'directory', path: '/srv/a b/c', owner: 'hunter', group: 'hunters', mode: 0o2750 }],
    shows: ["stat -c '%U %G %a' '/srv/a b/c' '/srv/a b'", 'hunter hunters 2750\nroot root 755'],
    disturb: "chmod 777 '/srv/a b/c'",
  },
  {
    title: 'directory in one whose group its children inherit, as /etc/bind is',
    resources: [
      { kind: 'directory', path: '/opt/inherited', mode: 0o2755 },
      { kind: 'directory', path: '/opt/inherited/plain', mode: 0o750 },
    ],
    shows: ["stat -c '%a' /opt/inherited/plain", '750'],
    disturb: 'chmod 2750 /opt/inherited/plain',
  },
  {
    title: 'file',
    resources: [
      {
        kind: 'file',
        path: "/srv/a b/it's $HOME `x` \\ é",
        content: 'one\ntwo',
        owner: 'hunter',
        mode: 0o600,
      },
      {
        kind: 'file',
        path: '/srv/a b/bytes',
        content: Uint8Array.from({ length: 5000 }, (_, index) => index % 256),
      },
      { kind: 'file', path: '/srv/a b/empty', content: '' },
    ],
    shows: [
      "cd '/srv/a b'; cat it*; stat -c ' %U %a' it*; wc -c <bytes; wc -c <empty",
      'one\ntwo hunter 600\n5000\n0',
    ],
    disturb: `cd "/srv/a b"; for f in it*; do echo more >>"$f"; done`,
  },
  {
    title: 'link',
    resources: [{ kind: 'link', path: '/srv/link', target: 'a b/c' }],
    shows: ['readlink /srv/link', 'a b/c'],
    disturb: 'ln -sfn /etc /srv/link',
  },
  {
    title: 'absent',
    resources: [
      { kind: 'absent', path: '/srv/gone' },
      { kind: 'absent', path: '/srv/gone-too', isRecursive: true },
    ],
    shows: ['ls /srv', 'a b\nlink'],
    prepare: 'touch /srv/gone',
    disturb: 'mkdir -p /srv/gone /srv/gone-too/x; touch /srv/gone-too/x/y',
  },
  {
    title: 'authorized-keys',
    resources: [{ kind: 'authorized-keys', user: 'hunter', keys: [key] }],
    shows: [
      "cat ~hunter/.ssh/authorized_keys; stat -c '%U %G %a' ~hunter/.ssh ~hunter/.ssh/authorized_keys",
      `${key}\nhunter hunters 700\nhunter hunters 600`,
    ],
    disturb: 'echo "ssh-rsa AAAA intruder" >>~hunter/.ssh/authorized_keys',
  },
  {
    title: 'unit',
    resources: [
      { kind: 'file', path: '/etc/systemd/system/idle.service', content: service },
      {
        kind: 'unit',
        name: 'idle.service',
        isEnabled: true,
        isRunning: true,
        restartOn: ['file:/etc/systemd/system/idle.service'],
      },
      { kind: 'file', path: '/etc/systemd/system/idle.timer', content: timer },
      {
        kind: 'unit',
        name: 'idle.timer',
        isEnabled: true,
        isRunning: true,
        restartOn: ['file:/etc/systemd/system/idle.timer'],
      },
      { kind: 'unit', name: 'systemd-timesyncd.service', isEnabled: false, isRunning: false },
    ],
    shows: [
      'systemctl is-active idle.service idle.timer; systemctl is-enabled idle.service idle.timer',
      'active\nactive\nenabled\nenabled',
    ],
    disturb: 'systemctl disable --now idle.service idle.timer',
  },
  {
    title: 'cron',
    resources: [
      { kind: 'cron', name: 'backup', schedule: '5 * * * *', command: 'date +%s >/dev/null', user: 'hunter' },
    ],
    shows: ['tail -1 /etc/cron.d/backup', String.raw`5 * * * * hunter date +\%s >/dev/null`],
    disturb: 'sed -i s/5/6/ /etc/cron.d/backup',
  },
  {
    title: 'hostname',
    resources: [{ kind: 'hostname', name: 'master.hunt.example' }],
    shows: ['uname -n; cat /etc/hostname', 'master.hunt.example\nmaster.hunt.example'],
    disturb: 'hostname other',
  },
  {
    title: 'sysctl',
    resources: [
      {
        kind: 'sysctl',
        name: 'forwarding',
        values: { 'net.ipv4.ip_forward': 1, 'net.ipv4.ping_group_range': '0 100' },
      },
    ],
    shows: [
      'cat /proc/sys/net/ipv4/ip_forward /etc/sysctl.d/60-forwarding.conf',
      '1\nnet.ipv4.ip_forward = 1\nnet.ipv4.ping_group_range = 0 100',
    ],
    disturb: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
  },
  {
    title: 'sysctl, kernel-modules and swap that cannot be proven here',
    resources: [
      { kind: 'sysctl', name: 'kernel', values: { 'kernel.panic': 10 }, isProvable: false },
      { kind: 'kernel-modules', name: 'k3s', modules: ['overlay', 'br_netfilter'], isProvable: false },
      { kind: 'swap', state: 'off', isProvable: false },
    ],
    shows: [
      'cat /etc/sysctl.d/60-kernel.conf /etc/modules-load.d/k3s.conf; readlink /etc/systemd/system/swap.target',
      'kernel.panic = 10\noverlay\nbr_netfilter\n/dev/null',
    ],
    disturb: 'rm /etc/sysctl.d/60-kernel.conf /etc/modules-load.d/k3s.conf /etc/systemd/system/swap.target',
  },
  {
    title: 'nftables',
    resources: [
      {
        kind: 'nftables',
        table: 'hunt',
        rules:
          'chain input {\n type filter hook input priority 0; policy accept;\n tcp dport { 6443, 10250 } counter drop\n}',
      },
    ],
    shows: [
      'nft list table inet hunt | grep -c 6443; systemctl is-enabled nftables-inet-hunt.service',
      '1\nenabled',
    ],
    disturb: 'nft flush chain inet hunt input',
  },
  {
    title: 'command',
    resources: [
      { kind: 'command', name: 'by unless', command: 'touch /srv/unless', unless: 'test -e /srv/unless' },
      {
        kind: 'command',
        name: 'by creates',
        command: 'cat >/srv/creates',
        creates: '/srv/creates',
        stdin: 'from stdin',
      },
      {
        kind: 'command',
        name: 'long',
        command: 'echo "$((6*7))" >/srv/long',
        creates: '/srv/long',
        isLong: true,
      },
    ],
    shows: ['cat /srv/unless /srv/creates; cat /srv/long', 'from stdin42'],
    disturb: 'rm /srv/unless /srv/creates /srv/long',
  },
];

describe.each(cases)('$title', ({ resources, shows: [line, output], disturb, prepare }) => {
  const expectDone = async (): Promise<void> => {
    const planned = await host.changes(resources);
    expect(planned.length).toBeGreaterThan(0);
    const { results } = await host.apply(resources);
    expect(results.map(({ resource, state }) => [resource, state])).toEqual(
      planned.map(({ resource }) => [resource, 'done']),
    );
    expect(await host.shell(line)).toBe(output);
    expect(await host.changes(resources)).toEqual([]);
    expect((await host.apply(resources)).results).toEqual([]);
  };

  test('is brought about, and a second plan is empty', async () => {
    if (prepare) await host.shell(prepare);
    await expectDone();
  });

  test('a change by hand is found and undone', async () => {
    await host.shell(disturb);
    await expectDone();
  });
});

test('every kind of resource has been tried', () => {
  const tried = new Set(cases.flatMap(({ resources }) => resources.map((resource) => resource.kind)));
  expect([...tried].sort()).toEqual([
    'absent',
    'authorized-keys',
    'command',
    'cron',
    'directory',
    'file',
    'group',
    'hostname',
    'kernel-modules',
    'link',
    'nftables',
    'package',
    'swap',
    'sysctl',
    'unit',
    'user',
  ]);
});

test('what Debian flushes is loaded again: the table stands after its own service and after a reboot', async () => {
  const resources: Resource[] = [
    ...cases.flatMap((each) =>
      ['nftables', 'hostname', 'sysctl', 'unit'].includes(each.title) ? each.resources : [],
    ),
    { kind: 'unit', name: 'nftables.service', isEnabled: true },
  ];
  await host.apply(resources);
  await host.shell('systemctl restart nftables.service');
  await expect.poll(() => host.changes(resources)).toEqual([]);
  await host.machine.reboot();
  await host.reconnect();
  await expect.poll(() => host.changes(resources), { timeout: 20_000 }).toEqual([]);
});

test('users and groups can be removed', async () => {
  const gone: Resource[] = [
    { kind: 'user', name: 'hunter', state: 'absent' },
    { kind: 'group', name: 'hunters', state: 'absent' },
  ];
  expect((await host.changes(gone)).map(({ action }) => action)).toEqual(['delete', 'delete']);
  await host.apply(gone);
  expect(await host.changes(gone)).toEqual([]);
});

test('what cannot be proven is said by the plan', async () => {
  const swap: Resource = { kind: 'swap', state: 'off', isProvable: false };
  const plan = await host.plan([swap]);
  expect(plan.unprovable).toEqual([resourceId(swap)]);
});
