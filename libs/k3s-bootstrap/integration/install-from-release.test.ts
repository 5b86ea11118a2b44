import { createHash } from 'node:crypto';
import {
  applyK3s,
  planK3s,
  readK3s,
  uninstallK3s,
  type K3sChange,
  type K3sDesired,
  type K3sFacts,
  type RunOptions,
} from '@wescale/k3s-bootstrap';
import { createSshKeyPair, startDebianMachine, type DebianMachine } from '@wescale/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnAMachine } from './on-a-machine.ts';
import { openSshConnection, type SshConnection } from './ssh-connection.ts';
import { standIn } from './stand-in.ts';
import { networkOf, releaseFiles, startReleaseServer, type ReleaseServer } from './start-release-server.ts';

const [first, second, nextMinor, skipping] = ['v1.36.3+k3s1', 'v1.36.4+k3s1', 'v1.37.0+k3s1', 'v1.38.0+k3s1'];
const sizeBytes = 300_000;
const program = standIn(first, sizeBytes);

await describeOnAMachine('k3s from a release server', { go: false }, () => {
  let machine: DebianMachine;
  let host: SshConnection;
  let server: ReleaseServer;
  let desired: K3sDesired;

  beforeAll(async () => {
    const { publicKey, privateKey } = await createSshKeyPair();
    machine = await startDebianMachine({ authorizedKey: publicKey });
    host = await openSshConnection(machine.address, machine.hostKey, privateKey);
    server = await startReleaseServer(networkOf(machine), '127.0.0.1');
    await shell('cp /bin/true /usr/local/bin/crictl');
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
    await machine[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    desired = {
      version: first,
      channelUrl: server.channelUrl,
      artifactUrl: server.artifactUrl,
      configuration: { disable: ['traefik'], token: 'a-secret-of-the-cluster' },
    };
    await server.serve({ files: releaseFiles(first, { k3s: program }), channels: { stable: first } });
  });

  const shell = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await machine.run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    return stdout.trimEnd();
  };
  const mood = (text: string): Promise<string> => shell(`printf '%s' '${text}' >/etc/stand-in`);
  const changes = async (): Promise<readonly K3sChange[]> =>
    planK3s(await readK3s(host, desired), desired).changes;
  const apply = async (onProgress?: (message: string) => void): Promise<K3sFacts> =>
    applyK3s(host, planK3s(await readK3s(host, desired), desired), {
      timeoutMs: 20_000,
      ...(onProgress && { onProgress }),
    });
  const actions = async (): Promise<string[]> =>
    (await changes()).map(({ action, subject }) => `${action} ${subject}`);
  const downloads = (): (string | undefined)[] =>
    server.requests.filter(({ path }) => path.endsWith('/k3s')).map(({ range }) => range);

  test('a file that is another than the list says is refused, and nothing is changed', async () => {
    const files = releaseFiles(first, { k3s: program });
    const [path = ''] = Object.keys(files);
    await server.serve({ files: { ...files, [path]: standIn(first, 5).toString('base64') } });
    await expect(apply()).rejects.toMatchObject({ code: 'checksum-mismatch', expected: sha256(program) });
    expect(downloads()).toEqual([undefined]);
    expect(await shell('ls -A /usr/local/bin /etc/rancher 2>/dev/null | tr "\\n" " "')).not.toContain('k3s ');
    expect((await actions())[0]).toBe(`install ${first}`);
  });

  test('a file that is another than the pinned one is refused, whatever the list says', async () => {
    desired = { ...desired, sha256: sha256(Buffer.from('another')) };
    await expect(apply()).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(downloads()).toEqual([]);
  });

  test('a program that says another version is refused', async () => {
    await server.serve({ files: releaseFiles(first, { k3s: standIn(second) }) });
    await expect(apply()).rejects.toMatchObject({ code: 'apply-failed' });
    expect(await shell('ls /usr/local/bin/k3s || echo none')).toBe('none');
  });

  test('a download that was cut is gone on with, by the same run and by the next', async () => {
    const path = Object.keys(releaseFiles(first, { k3s: program }))[0] ?? '';
    await server.serve({
      files: releaseFiles(first, { k3s: program }),
      cut: { path, afterBytes: 100_000, times: 2 },
    });
    const messages: string[] = [];
    // The service is stopped from starting, so that the run ends after the installation.
    await mood('fatal failed to find memory cgroup (v2)');
    await expect(apply((message) => messages.push(message))).rejects.toMatchObject({
      code: 'service-failed',
    });
    expect(downloads()).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(messages.some((message) => message.includes('going on'))).toBe(true);
    expect(await shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
    await uninstallK3s(host);

    await shell('mkdir -p /usr/local/bin/.k3s-bootstrap');
    const partial = `/usr/local/bin/.k3s-bootstrap/k3s-${first}.partial`;
    await shell(`head -c 150000 /dev/zero >${partial}`);
    await server.serve({ files: releaseFiles(first, { k3s: program }) });
    expect((await changes())[0]?.reason).toContain('150000 bytes of it are there already');
    await expect(apply()).rejects.toMatchObject({ code: 'service-failed' });
    expect(downloads()).toEqual(['bytes=150000-', undefined]);
    expect(await shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
    await uninstallK3s(host);
  });

  test('a server without ranges serves the whole file again', async () => {
    const path = Object.keys(releaseFiles(first, { k3s: program }))[0] ?? '';
    await server.serve({
      files: releaseFiles(first, { k3s: program }),
      cut: { path, afterBytes: 100_000, times: 1 },
      isWithoutRanges: true,
    });
    await expect(apply()).rejects.toMatchObject({ code: 'service-failed' });
    expect(await shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
  });

  test.each([
    ['failed to find memory cgroup (v2)', 'no-memory-cgroup'],
    ['listen tcp :6443: bind: address already in use', 'port-taken'],
    ['bootstrap data already found and encrypted with different token', 'token-mismatch'],
    ['write /var/lib/rancher/k3s/x: no space left on device', 'disk-full'],
    ['unable to select an IP from default routes', 'no-default-route'],
  ])('a k3s that ends with "%s" ends the waiting: %s', async (line, kind) => {
    await mood(`fatal ${line}`);
    await shell('systemctl stop k3s');
    await expect(apply()).rejects.toMatchObject({ code: 'service-failed', failure: { kind, line } });
  });

  test('a service that never says it is ready is named when the time is over', async () => {
    await mood('silent');
    await shell('systemctl restart --no-block k3s');
    const facts = await readK3s(host, desired);
    const messages: string[] = [];
    await expect(
      applyK3s(host, planK3s(facts, desired), {
        timeoutMs: 1500,
        onProgress: (message) => messages.push(message),
      }),
    ).rejects.toMatchObject({
      code: 'wait-exceeded',
      awaited: expect.stringContaining('activating') as string,
    });
    expect(messages.at(-1)).toContain('waiting for the service, which is activating');
    const stop = AbortSignal.timeout(800);
    await expect(applyK3s(host, planK3s(facts, desired), { signal: stop })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  test('what keeps k3s from starting is found before anything is done', async () => {
    await shell('systemctl stop k3s; systemd-run --quiet --unit=squatter python3 -m http.server 6443');
    await expect.poll(async () => (await readK3s(host, desired)).ports).not.toEqual([]);
    // The way back to this test stays.
    await shell(`ip route show default >/run/default
      ip route add $(sed 's/^default/198.19.0.0\\/16/' /run/default) && ip route del default`);
    const stamp = await shell('stat -c %Y.%i /etc/systemd/system/k3s.service');
    await expect(changes()).rejects.toMatchObject({
      code: 'host-unsuitable',
      obstacles: [{ kind: 'no-default-route' }, { kind: 'port-taken' }],
    });
    await shell('ip route add $(cat /run/default); systemctl stop squatter');
    expect(await shell('stat -c %Y.%i /etc/systemd/system/k3s.service')).toBe(stamp);
    await uninstallK3s(host);
  });

  test('it is installed, by a channel too, and a second run changes nothing', async () => {
    await mood('');
    desired = { ...desired, version: { channel: 'stable' } };
    expect(await actions()).toEqual([
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
    const facts = await apply();
    expect(facts).toMatchObject({
      binary: { version: first, sha256: sha256(program) },
      release: { version: first, sha256: sha256(program) },
      service: { state: 'active', isEnabled: true },
      channel: { name: 'stable', version: first },
    });
    expect(JSON.stringify(facts)).not.toContain('a-secret-of-the-cluster');
    expect(
      await shell('stat -c "%a %n" /etc/rancher/k3s/config.yaml /etc/systemd/system/k3s.service.env'),
    ).toBe('600 /etc/rancher/k3s/config.yaml\n600 /etc/systemd/system/k3s.service.env');
    const before = await shell(
      'find /etc /usr/local /var/lib/k3s-bootstrap -newermt @0 -printf "%p %T@\\n" | sort',
    );
    server.requests.length = 0;
    expect(await changes()).toEqual([]);
    await apply();
    expect(
      await shell('find /etc /usr/local /var/lib/k3s-bootstrap -newermt @0 -printf "%p %T@\\n" | sort'),
    ).toBe(before);
    expect(downloads()).toEqual([]);
  });

  test('a channel that moves on, or falls silent, changes nothing and is told', async () => {
    desired = { ...desired, version: { channel: 'stable' } };
    await server.serve({ channels: { stable: second } });
    const plan = planK3s(await readK3s(host, desired), desired);
    expect(plan.changes).toEqual([]);
    expect(plan.notices).toEqual([
      `channel stable now points to ${second}, installed is ${first}: name that version to upgrade`,
    ]);
    await server.serve({});
    const silent = planK3s(await readK3s(host, desired), desired);
    expect([silent.changes, silent.notices.length]).toEqual([[], 1]);
  });

  test('a changed configuration restarts k3s, whoever changed it', async () => {
    desired = {
      ...desired,
      configuration: { ...desired.configuration, token: 'another-secret', 'tls-san': ['a.test'] },
    };
    expect(await changes()).toMatchObject([
      { action: 'write', reason: 'these differ: tls-san, token' },
      { action: 'restart', reason: '/etc/rancher/k3s/config.yaml changes' },
    ]);
    await apply();
    expect(await changes()).toEqual([]);

    desired = { ...desired, registries: { mirrors: { '*': { endpoint: ['http://mirror.test'] } } } };
    await apply();
    expect(await changes()).toEqual([]);
    const { registries, ...rest } = desired;
    desired = rest;
    expect(registries && (await actions())).toEqual([
      'remove /etc/rancher/k3s/registries.yaml',
      'restart k3s.service',
    ]);
    await apply();

    await shell(
      'mkdir -p /etc/rancher/k3s/config.yaml.d; echo debug: true >/etc/rancher/k3s/config.yaml.d/a.yaml',
    );
    expect(await changes()).toMatchObject([
      { action: 'restart', reason: '/etc/rancher/k3s/config.yaml.d/a.yaml changed since it was started' },
    ]);
    await shell('systemctl restart k3s');
    expect(await changes()).toEqual([]);
    await shell(
      'rm -r /etc/rancher/k3s/config.yaml.d; systemctl disable -q k3s; chmod 644 /etc/rancher/k3s/config.yaml',
    );
    expect(await actions()).toEqual([
      'write /etc/rancher/k3s/config.yaml',
      'enable k3s.service',
      'restart k3s.service',
    ]);
    await apply();
  });

  test('a program that was changed on the disk is installed again', async () => {
    await server.serve({ files: releaseFiles(first, { k3s: program }) });
    await shell('echo damaged >>/usr/local/bin/k3s');
    expect(await actions()).toEqual(
      ['write /etc/rancher/k3s/config.yaml', 'restart k3s.service'].toSpliced(0, 0, `reinstall ${first}`),
    );
    await apply();
    expect(await shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
  });

  test('a damaged upgrade is refused while the old version runs on, untouched', async () => {
    const files = releaseFiles(second, { k3s: standIn(second) });
    const [path = ''] = Object.keys(files);
    await server.serve({ files: { ...files, [path]: standIn(second, 1).toString('base64') } });
    const before = await shell(
      'systemctl show k3s -p MainPID; find /usr/local/bin ! -path /usr/local/bin -newermt @0 -printf "%p %T@\\n" | sort',
    );
    desired = { ...desired, version: second };
    await expect(apply()).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(
      await shell(
        'systemctl show k3s -p MainPID; find /usr/local/bin ! -path /usr/local/bin -newermt @0 -printf "%p %T@\\n" | sort',
      ),
    ).toBe(before);
  });

  test('one patch or one minor version is upgraded, more or less is refused', async () => {
    const files = Object.assign(
      {},
      ...[second, nextMinor].map((version) => releaseFiles(version, { k3s: standIn(version) })),
    ) as Record<string, string>;
    await server.serve({ files });
    for (const version of [second, nextMinor]) {
      desired = { ...desired, version };
      expect(await actions()).toEqual([`upgrade ${version}`, 'restart k3s.service']);
      await apply();
      expect(await changes()).toEqual([]);
    }
    desired = { ...desired, version: first };
    await expect(changes()).rejects.toMatchObject({ code: 'downgrade-refused' });
    await shell(`sed -i 's/${nextMinor}/v1.36.9+k3s1/' /usr/local/bin/k3s`);
    desired = { ...desired, version: skipping };
    await expect(changes()).rejects.toMatchObject({ code: 'minor-skipped', next: 'v1.37' });
  });

  test('it goes without a trace', async () => {
    await uninstallK3s(host);
    await uninstallK3s(host);
    expect(
      await shell(
        'systemctl list-unit-files "k3s*" --no-legend; find / -xdev -name "*k3s*" -not -path "/proc/*" -not -path "/var/log/*"',
      ),
    ).toBe('');
    await shell('test -x /usr/local/bin/crictl');
  });

  test('killed at any line of its script, the next run goes on, and the last one leaves nothing undone', async () => {
    await server.serve({ files: releaseFiles(first, { k3s: program }) });
    let kills = 0;
    for (let line = 0, isThrough = false; !isThrough; line += 2) {
      const killing = {
        ...host,
        run: (command: string, options: RunOptions = {}) => {
          const script = options.stdin;
          const isApplying = typeof script === 'string' && options.during === 'change k3s';
          return host.run(command, isApplying ? { ...options, stdin: killAt(script, line) } : options);
        },
      };
      isThrough = await applyK3s(killing, planK3s(await readK3s(host, desired), desired), {
        timeoutMs: 20_000,
      }).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'apply-failed' });
          kills += 1;
          return false;
        },
      );
    }
    expect(kills).toBeGreaterThan(8);
    await apply();
    expect(await changes()).toEqual([]);
    expect(await shell('ls -A /usr/local/bin /var/lib/k3s-bootstrap /etc/rancher/k3s')).not.toMatch(
      /bootstrap$|partial|work|\.release/,
    );
    await uninstallK3s(host);
  });

  test('a host that reaches nothing is sent program and images in pieces', async () => {
    await server.serve({});
    const images = Buffer.alloc(9_000_000, 'images');
    const checksums = `${sha256(program)}  k3s\n${sha256(images)}  k3s-airgap-images-amd64.tar.zst\n`;
    desired = {
      ...desired,
      airGap: { binary: { content: program }, images: { content: images }, checksums },
    };
    await shell(
      'mkdir -p /var/lib/rancher/k3s/agent && head -c 100 /dev/zero >/var/lib/rancher/k3s/agent/.k3s-airgap-images-v1.36.3+k3s1.partial',
    );
    const facts = await apply();
    expect(facts.imagesSizeBytes).toBe(images.length);
    expect(
      await shell('sha256sum </var/lib/rancher/k3s/agent/images/k3s-airgap-images-amd64.tar.zst'),
    ).toContain(sha256(images));
    expect(server.requests).toEqual([]);
    expect(await changes()).toEqual([]);
  });

  test('images of the release are fetched by the host, whichever list has their checksum', async () => {
    const images = Buffer.from('images of the release');
    const name = 'k3s-airgap-images-amd64.tar.zst';
    desired = { ...desired, airGap: { images: 'release' } };
    const listed = releaseFiles(first, { k3s: program, [name]: images });
    const list = Object.keys(listed).find((path) => path.endsWith('.txt')) ?? '';
    const apart = {
      ...releaseFiles(first, { [name]: images }),
      ...releaseFiles(first, { k3s: program }),
      [list.replace('sha256sum-amd64.txt', 'k3s-airgap-images-amd64.sha256sum')]: Buffer.from(
        `${sha256(images)}  ${name}\n`,
      ).toString('base64'),
    };
    const path = `/var/lib/rancher/k3s/agent/images/${name}`;
    for (const files of [listed, apart]) {
      await server.serve({ files });
      await shell(`rm -f ${path}`);
      expect(await actions()).toEqual([`images ${first}`]);
      await apply();
      expect(await shell(`cat ${path}`)).toBe(String(images));
      expect(await changes()).toEqual([]);
    }
  });

  test('two at once: the second is refused and says so', async () => {
    desired = { ...desired, configuration: { debug: true } };
    const plan = planK3s(await readK3s(host, desired), desired);
    await shell('systemd-run --quiet --unit=holder flock /var/lib/k3s-bootstrap/lock sleep 60');
    await expect
      .poll(() => shell('flock -n /var/lib/k3s-bootstrap/lock true && echo free || echo held'))
      .toBe('held');
    await expect(applyK3s(host, plan)).rejects.toMatchObject({ code: 'lock-held' });
    await shell('systemctl stop holder');
    await applyK3s(host, plan);
  });
});

/** Kills the script's own shell before a line of its steps, which stand between two lines that are always there. */
function killAt(script: string, line: number): string {
  const lines = script.split('\n');
  const begin = lines.findIndex((each) => each.startsWith("trap 'rm -rf")) + 1;
  const end = lines.findLastIndex((each) => each.startsWith('fact done'));
  // Within a case or a loop a line of its own would be no shell any more.
  const isStatement = (each = ''): boolean =>
    /^(?:try|fact|progress|expect|obtain|rmdir|systemctl|echo|release_)/.test(each);
  let at = begin + line;
  while (at < end && !isStatement(lines[at])) at += 1;
  return at >= end ? script : lines.toSpliced(at, 0, 'kill -9 $$').join('\n');
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
