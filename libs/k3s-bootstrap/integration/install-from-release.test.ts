import { applyK3s, planK3s, readK3s, uninstallK3s } from '@wescale/k3s-bootstrap';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnAMachine } from './on-a-machine.ts';
import { first, program, sha256, startStandInWorld, type StandInWorld } from './stand-in-world.ts';
import { standIn } from './stand-in.ts';
import { releaseFiles } from './start-release-server.ts';

const [second, nextMinor, skipping] = ['v1.36.4+k3s1', 'v1.37.0+k3s1', 'v1.38.0+k3s1'];

/** A machine that is short of time needs seconds for a second. */
const patience = { timeout: 30_000 };

await describeOnAMachine('k3s from a release server', { go: false }, () => {
  let world: StandInWorld;

  beforeAll(async () => {
    world = await startStandInWorld();
    await world.shell('cp /bin/true /usr/local/bin/crictl');
  });

  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    world.wish();
    await world.server.serve({ files: releaseFiles(first, { k3s: program }), channels: { stable: first } });
  });

  test.each([
    ['failed to find memory cgroup (v2)', 'no-memory-cgroup'],
    ['listen tcp :6443: bind: address already in use', 'port-taken'],
    ['bootstrap data already found and encrypted with different token', 'token-mismatch'],
    ['write /var/lib/rancher/k3s/x: no space left on device', 'disk-full'],
    ['unable to select an IP from default routes', 'no-default-route'],
  ])('a k3s that ends with "%s" ends the waiting: %s', async (line, kind) => {
    await world.mood(`fatal ${line}`);
    await world.shell('systemctl stop k3s || true');
    await expect(world.apply()).rejects.toMatchObject({ code: 'service-failed', failure: { kind, line } });
  });

  test('a service that never says it is ready is named when the time is over', async () => {
    await world.mood('silent');
    await world.shell('systemctl restart --no-block k3s');
    const facts = await readK3s(world.host, world.desired);
    const messages: string[] = [];
    await expect(
      applyK3s(world.host, planK3s(facts, world.desired), {
        timeoutMs: 1500,
        onProgress: (message) => messages.push(message),
      }),
    ).rejects.toMatchObject({
      code: 'wait-exceeded',
      awaited: expect.stringContaining('activating') as string,
    });
    expect(messages.at(-1)).toContain('waiting for the service, which is activating');
    const stop = AbortSignal.timeout(800);
    await expect(applyK3s(world.host, planK3s(facts, world.desired), { signal: stop })).rejects.toMatchObject(
      {
        name: 'TimeoutError',
      },
    );
  });

  test('what keeps k3s from starting is found before anything is done', async () => {
    await world.shell('systemctl stop k3s; systemd-run --quiet --unit=squatter python3 -m http.server 6443');
    await expect.poll(async () => (await readK3s(world.host, world.desired)).ports, patience).not.toEqual([]);
    // The way back to this test stays.
    await world.shell(`ip route show default >/run/default
      ip route add $(sed 's/^default/198.19.0.0\\/16/' /run/default) && ip route del default`);
    const stamp = await world.shell('stat -c %Y.%i /etc/systemd/system/k3s.service');
    await expect(world.changes()).rejects.toMatchObject({
      code: 'host-unsuitable',
      obstacles: [{ kind: 'no-default-route' }, { kind: 'port-taken' }],
    });
    await world.shell('ip route add $(cat /run/default); systemctl stop squatter');
    expect(await world.shell('stat -c %Y.%i /etc/systemd/system/k3s.service')).toBe(stamp);
    await uninstallK3s(world.host);
  });

  test('it is installed, by a channel too, and a second run changes nothing', async () => {
    await world.mood('');
    world.desired = { ...world.desired, version: { channel: 'stable' } };
    expect(await world.actions()).toEqual([
      `install ${first}`,
      'link /usr/local/bin/kubectl',
      'link /usr/local/bin/ctr',
      'write /etc/rancher/k3s/config.yaml',
      'write /etc/systemd/system/k3s.service.env',
      'write /usr/local/bin/k3s-killall.sh',
      'write /usr/local/bin/k3s-uninstall.sh',
      'write /etc/systemd/system/k3s.service',
      'enable k3s.service',
      'start k3s.service',
    ]);
    const facts = await world.apply();
    expect(facts).toMatchObject({
      binary: { version: first, sha256: sha256(program) },
      release: { version: first, sha256: sha256(program) },
      service: { state: 'active', isEnabled: true },
      channel: { name: 'stable', version: first },
    });
    expect(JSON.stringify(facts)).not.toContain('a-secret-of-the-cluster');
    expect(
      await world.shell('stat -c "%a %n" /etc/rancher/k3s/config.yaml /etc/systemd/system/k3s.service.env'),
    ).toBe('600 /etc/rancher/k3s/config.yaml\n600 /etc/systemd/system/k3s.service.env');
    const before = await world.shell(
      'find /etc /usr/local /var/lib/k3s-bootstrap -newermt @0 -printf "%p %T@\\n" | sort',
    );
    world.server.requests.length = 0;
    expect(await world.changes()).toEqual([]);
    await world.apply();
    expect(
      await world.shell('find /etc /usr/local /var/lib/k3s-bootstrap -newermt @0 -printf "%p %T@\\n" | sort'),
    ).toBe(before);
    expect(world.downloads()).toEqual([]);
  });

  test('a channel that moves on, or falls silent, changes nothing and is told', async () => {
    world.desired = { ...world.desired, version: { channel: 'stable' } };
    await world.server.serve({ channels: { stable: second } });
    const plan = planK3s(await readK3s(world.host, world.desired), world.desired);
    expect(plan.changes).toEqual([]);
    expect(plan.notices).toEqual([
      `channel stable now points to ${second}, installed is ${first}: name that version to upgrade`,
    ]);
    await world.server.serve({});
    const silent = planK3s(await readK3s(world.host, world.desired), world.desired);
    expect([silent.changes, silent.notices.length]).toEqual([[], 1]);
  });

  test('a changed configuration restarts k3s, whoever changed it', async () => {
    world.desired = {
      ...world.desired,
      configuration: { ...world.desired.configuration, token: 'another-secret', 'tls-san': ['a.test'] },
    };
    expect(await world.changes()).toMatchObject([
      { action: 'write', reason: 'these differ: tls-san, token' },
      { action: 'restart', reason: '/etc/rancher/k3s/config.yaml changes' },
    ]);
    await world.apply();
    expect(await world.changes()).toEqual([]);

    world.desired = {
      ...world.desired,
      registries: { mirrors: { '*': { endpoint: ['http://mirror.test'] } } },
    };
    await world.apply();
    expect(await world.changes()).toEqual([]);
    const { registries, ...rest } = world.desired;
    world.desired = rest;
    expect(registries && (await world.actions())).toEqual([
      'remove /etc/rancher/k3s/registries.yaml',
      'restart k3s.service',
    ]);
    await world.apply();

    await world.shell(
      'mkdir -p /etc/rancher/k3s/config.yaml.d; echo debug: true >/etc/rancher/k3s/config.yaml.d/a.yaml',
    );
    expect(await world.changes()).toMatchObject([
      { action: 'restart', reason: '/etc/rancher/k3s/config.yaml.d/a.yaml changed since it was started' },
    ]);
    await world.shell('systemctl restart k3s');
    expect(await world.changes()).toEqual([]);
    await world.shell(
      'rm -r /etc/rancher/k3s/config.yaml.d; systemctl disable -q k3s; chmod 644 /etc/rancher/k3s/config.yaml',
    );
    expect(await world.actions()).toEqual([
      'write /etc/rancher/k3s/config.yaml',
      'enable k3s.service',
      'restart k3s.service',
    ]);
    await world.apply();
  });

  test('a program that was changed on the disk is installed again', async () => {
    await world.server.serve({ files: releaseFiles(first, { k3s: program }) });
    await world.shell('echo damaged >>/usr/local/bin/k3s');
    expect(await world.actions()).toEqual(
      ['write /etc/rancher/k3s/config.yaml', 'restart k3s.service'].toSpliced(0, 0, `reinstall ${first}`),
    );
    await world.apply();
    expect(await world.shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
  });

  test('a damaged upgrade is refused while the old version runs on, untouched', async () => {
    const files = releaseFiles(second, { k3s: standIn(second) });
    const [path = ''] = Object.keys(files);
    await world.server.serve({ files: { ...files, [path]: standIn(second, 1).toString('base64') } });
    const before = await world.shell(
      'systemctl show k3s -p MainPID; find /usr/local/bin ! -path /usr/local/bin -newermt @0 -printf "%p %T@\\n" | sort',
    );
    world.desired = { ...world.desired, version: second };
    await expect(world.apply()).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(
      await world.shell(
        'systemctl show k3s -p MainPID; find /usr/local/bin ! -path /usr/local/bin -newermt @0 -printf "%p %T@\\n" | sort',
      ),
    ).toBe(before);
  });

  test('one patch or one minor version is upgraded, more or less is refused', async () => {
    const files = Object.assign(
      {},
      ...[second, nextMinor].map((version) => releaseFiles(version, { k3s: standIn(version) })),
    ) as Record<string, string>;
    await world.server.serve({ files });
    for (const version of [second, nextMinor]) {
      world.desired = { ...world.desired, version };
      expect(await world.actions()).toEqual([`upgrade ${version}`, 'restart k3s.service']);
      await world.apply();
      expect(await world.changes()).toEqual([]);
    }
    world.desired = { ...world.desired, version: first };
    await expect(world.changes()).rejects.toMatchObject({ code: 'downgrade-refused' });
    await world.shell(`sed -i 's/${nextMinor}/v1.36.9+k3s1/' /usr/local/bin/k3s`);
    world.desired = { ...world.desired, version: skipping };
    await expect(world.changes()).rejects.toMatchObject({ code: 'minor-skipped', next: 'v1.37' });
  });

  test('it goes without a trace', async () => {
    await uninstallK3s(world.host);
    await uninstallK3s(world.host);
    expect(
      await world.shell(
        'systemctl list-unit-files "k3s*" --no-legend; find / -xdev -name "*k3s*" -not -path "/proc/*" -not -path "/var/log/*"',
      ),
    ).toBe('');
    await world.shell('test -x /usr/local/bin/crictl');
  });

  test('two at once: the second waits for the first to end, and says what for; not longer than it may', async () => {
    world.desired = { ...world.desired, configuration: { debug: true } };
    const plan = planK3s(await readK3s(world.host, world.desired), world.desired);
    await world.shell(
      'mkdir -p /var/lib/k3s-bootstrap; systemd-run --quiet --unit=holder flock /var/lib/k3s-bootstrap/lock sleep 600',
    );
    await expect
      .poll(
        () => world.shell('flock -n /var/lib/k3s-bootstrap/lock true && echo free || echo held'),
        patience,
      )
      .toBe('held');
    for (const lockTimeoutMs of [0, 10])
      await expect(applyK3s(world.host, plan, { lockTimeoutMs })).rejects.toMatchObject({
        code: 'lock-held',
      });
    const waits: string[] = [];
    let end: Promise<unknown> | undefined;
    await applyK3s(world.host, plan, {
      onProgress: (message) => {
        if (!message.startsWith('waiting, for ')) return;
        waits.push(message);
        end ??= world.shell('systemctl stop holder');
      },
    });
    await end;
    expect(waits).toEqual([expect.stringMatching(/^waiting, for 300 s at most, until somebody else/)]);
    expect(await world.changes()).toEqual([]);
  });
});
