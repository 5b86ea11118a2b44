import { applyK3s, planK3s, readK3s, uninstallK3s, type RunOptions } from '@wescale/k3s-bootstrap';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnAMachine } from './on-a-machine.ts';
import { first, program, sha256, startStandInWorld, type StandInWorld } from './stand-in-world.ts';
import { standIn } from './stand-in.ts';
import { releaseFiles } from './start-release-server.ts';

const second = 'v1.36.4+k3s1';

await describeOnAMachine('what is downloaded for k3s', { go: false }, () => {
  let world: StandInWorld;

  beforeAll(async () => {
    world = await startStandInWorld();
  });

  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    world.wish();
    await world.server.serve({ files: releaseFiles(first, { k3s: program }), channels: { stable: first } });
  });

  test('a file that is another than the list says is refused, and nothing is changed', async () => {
    const files = releaseFiles(first, { k3s: program });
    const [path = ''] = Object.keys(files);
    await world.server.serve({ files: { ...files, [path]: standIn(first, 5).toString('base64') } });
    await expect(world.apply()).rejects.toMatchObject({
      code: 'checksum-mismatch',
      expected: sha256(program),
    });
    expect(world.downloads()).toEqual([undefined]);
    expect(await world.shell('ls -A /usr/local/bin /etc/rancher 2>/dev/null | tr "\\n" " "')).not.toContain(
      'k3s ',
    );
    expect((await world.actions())[0]).toBe(`install ${first}`);
  });

  test('a file that is another than the pinned one is refused, whatever the list says', async () => {
    world.desired = { ...world.desired, sha256: sha256(Buffer.from('another')) };
    await expect(world.apply()).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(world.downloads()).toEqual([]);
  });

  test('a release that is not there, or does not list the program, is named', async () => {
    await world.server.serve({});
    const url = `${world.server.artifactUrl}/v1.36.3%2Bk3s1/sha256sum-amd64.txt`;
    await expect(world.apply()).rejects.toMatchObject({ code: 'download-failed', url });
    await world.server.serve({ files: releaseFiles(first, { other: program }) });
    await expect(world.apply()).rejects.toMatchObject({ code: 'download-failed', url });
    expect(world.server.requests.length).toBe(1);
  });

  test('a disk that gets full while downloading is named, and what has come is given up', async () => {
    const folder = '/usr/local/bin/.k3s-bootstrap';
    await world.shell(`mkdir -p ${folder} && mount -t tmpfs -o size=100k none ${folder}`);
    await expect(world.apply()).rejects.toMatchObject({
      code: 'host-unsuitable',
      obstacles: [{ kind: 'disk-full' }],
    });
    expect(await world.shell(`ls -A ${folder}; umount ${folder} && rmdir ${folder}`)).toBe('');
  });

  test('a program that says another version is refused', async () => {
    await world.server.serve({ files: releaseFiles(first, { k3s: standIn(second) }) });
    await expect(world.apply()).rejects.toMatchObject({ code: 'apply-failed' });
    expect(await world.shell('ls /usr/local/bin/k3s || echo none')).toBe('none');
  });

  test('a download that was cut is gone on with, by the same run and by the next', async () => {
    const path = Object.keys(releaseFiles(first, { k3s: program }))[0] ?? '';
    await world.server.serve({
      files: releaseFiles(first, { k3s: program }),
      cut: { path, afterBytes: 100_000, times: 2 },
    });
    const messages: string[] = [];
    // The service is stopped from starting, so that the run ends after the installation.
    await world.mood('fatal failed to find memory cgroup (v2)');
    await expect(world.apply((message) => messages.push(message))).rejects.toMatchObject({
      code: 'service-failed',
    });
    expect(world.downloads()).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(messages.some((message) => message.includes('going on'))).toBe(true);
    expect(await world.shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
    await uninstallK3s(world.host);

    await world.shell('mkdir -p /usr/local/bin/.k3s-bootstrap');
    const partial = `/usr/local/bin/.k3s-bootstrap/k3s-${first}.partial`;
    await world.shell(`head -c 150000 /dev/zero >${partial}`);
    await world.server.serve({ files: releaseFiles(first, { k3s: program }) });
    expect((await world.changes())[0]?.reason).toContain('150000 bytes of it are there already');
    await expect(world.apply()).rejects.toMatchObject({ code: 'service-failed' });
    expect(world.downloads()).toEqual(['bytes=150000-', undefined]);
    expect(await world.shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
    await uninstallK3s(world.host);
  });

  test('a server without ranges serves the whole file again', async () => {
    const path = Object.keys(releaseFiles(first, { k3s: program }))[0] ?? '';
    await world.server.serve({
      files: releaseFiles(first, { k3s: program }),
      cut: { path, afterBytes: 100_000, times: 1 },
      isWithoutRanges: true,
    });
    await expect(world.apply()).rejects.toMatchObject({ code: 'service-failed' });
    expect(await world.shell('sha256sum </usr/local/bin/k3s')).toContain(sha256(program));
    await uninstallK3s(world.host);
    await world.mood('');
  });

  test('killed at any line of its script, the next run goes on, and the last one leaves nothing undone', async () => {
    await world.server.serve({ files: releaseFiles(first, { k3s: program }) });
    let kills = 0;
    for (let line = 0, isThrough = false; !isThrough; line += 2) {
      const killing = {
        ...world.host,
        run: (command: string, options: RunOptions = {}) => {
          const script = options.stdin;
          const isApplying = typeof script === 'string' && options.during === 'change k3s';
          return world.host.run(command, isApplying ? { ...options, stdin: killAt(script, line) } : options);
        },
      };
      isThrough = await applyK3s(killing, planK3s(await readK3s(world.host, world.desired), world.desired), {
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
    await world.apply();
    expect(await world.changes()).toEqual([]);
    expect(await world.shell('ls -A /usr/local/bin /var/lib/k3s-bootstrap /etc/rancher/k3s')).not.toMatch(
      /bootstrap$|partial|work|\.release/,
    );
    await uninstallK3s(world.host);
  });

  test('a host that reaches nothing is sent program and images in pieces', async () => {
    await world.server.serve({});
    const images = Buffer.alloc(9_000_000, 'images');
    const checksums = `${sha256(program)}  k3s\n${sha256(images)}  k3s-airgap-images-amd64.tar.zst\n`;
    world.desired = {
      ...world.desired,
      airGap: { binary: { content: program }, images: { content: images }, checksums },
    };
    await world.shell(
      'mkdir -p /var/lib/rancher/k3s/agent && head -c 100 /dev/zero >/var/lib/rancher/k3s/agent/.k3s-airgap-images-v1.36.3+k3s1.partial',
    );
    const facts = await world.apply();
    expect(facts.imagesSizeBytes).toBe(images.length);
    expect(
      await world.shell('sha256sum </var/lib/rancher/k3s/agent/images/k3s-airgap-images-amd64.tar.zst'),
    ).toContain(sha256(images));
    expect(world.server.requests).toEqual([]);
    expect(await world.changes()).toEqual([]);
  });

  test('images of the release are fetched by the host, whichever list has their checksum', async () => {
    const images = Buffer.from('images of the release');
    const name = 'k3s-airgap-images-amd64.tar.zst';
    world.desired = { ...world.desired, airGap: { images: 'release' } };
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
      await world.server.serve({ files });
      await world.shell(`rm -f ${path}`);
      expect(await world.actions()).toEqual([`images ${first}`]);
      await world.apply();
      expect(await world.shell(`cat ${path}`)).toBe(String(images));
      expect(await world.changes()).toEqual([]);
    }
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
