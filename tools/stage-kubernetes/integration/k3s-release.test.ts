import { createHash } from 'node:crypto';
import { cp, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool } from '@wescale/build-cache';
import { ensureK3sRelease, k3sVersions } from '@wescale/stage-kubernetes';

let directory = '';
let release = '';

// Minutes, the first time on a machine.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'k3s-release-'));
  for (const version of k3sVersions.toReversed()) release = (await ensureK3sRelease(version)).folder;
}, 1_800_000);

afterAll(() => rm(directory, { recursive: true }));

test('the folder holds the file and its checksum as a release page has them', async () => {
  expect((await readdir(release)).toSorted()).toEqual(['k3s', 'sha256sum-amd64.txt']);
  expect(await readFile(join(release, 'sha256sum-amd64.txt'), 'utf8')).toMatch(/^[0-9a-f]{64} {2}k3s\n$/);
  await runTool('sha256sum', ['--check', '--quiet', 'sha256sum-amd64.txt'], { directory: release });
});

test('each version says it is that version, also when it is copied elsewhere', async () => {
  for (const version of k3sVersions) {
    const { folder } = await ensureK3sRelease(version);
    const copy = join(directory, 'k3s');
    await cp(join(folder, 'k3s'), copy);
    expect(await runTool(copy, ['kubectl', 'version', '--client'])).toContain(`Client Version: ${version}\n`);
  }
});

test('it ends in a payload whose programs run with nothing but its own libraries', async () => {
  await using file = await open(join(release, 'k3s'));
  const { size } = await file.stat();
  const trailer = Buffer.alloc(48);
  await file.read(trailer, 0, 48, size - 48);
  expect(trailer.subarray(40).toString()).toBe('STAGEK3S');
  const payload = Buffer.alloc(Number(trailer.readBigUInt64BE(32)));
  await file.read(payload, 0, payload.length, size - 48 - payload.length);
  expect(createHash('sha256').update(payload).digest().equals(trailer.subarray(0, 32))).toBe(true);

  const data = await mkdtemp(join(directory, 'data-'));
  const unpack = join(data, 'payload.tar');
  await (await open(unpack, 'w')).close();
  await using archive = await open(unpack, 'r+');
  await archive.write(payload);
  await runTool('tar', ['--extract', '--file', unpack, '--directory', data]);
  const environment = { LD_LIBRARY_PATH: join(data, 'lib'), XTABLES_LIBDIR: join(data, 'lib/xtables') };
  const run = (name: string, ...args: string[]): Promise<string> =>
    runTool(join(data, 'bin', name), args, { environment });
  expect(await run('containerd', '--version')).toMatch(/ 1\.6\./);
  expect(await run('ctr', '--version')).toMatch(/ 1\.6\./);
  expect(await run('runc', '--version')).toMatch(/^runc version 1\.1\./);
  expect(await run('containerd-shim-runc-v2', '-v')).toMatch(/ 1\.6\./);
  expect(await run('aux/nft', '--version')).toMatch(/^nftables v1\.0\.6 /);
  // These find their libraries by themselves: k3s-killall.sh runs them as they lie there.
  const runAlone = (name: string, ...args: string[]): Promise<string> =>
    runTool(join(data, 'bin/aux', name), args);
  for (const name of ['iptables', 'ip6tables']) {
    expect(await runAlone(name, '--version')).toBe(`${name} v1.8.9 (nf_tables)\n`);
    // The help of an extension is there only if its library is found.
    expect(await runAlone(name, '-m', 'statistic', '--help')).toContain('statistic match options');
  }
  for (const plugin of ['bridge', 'host-local', 'loopback', 'portmap'])
    expect((await stat(join(data, 'bin', plugin))).mode & 0o777).toBe(0o755);
});

test('a version that is none of k3s is refused', async () => {
  await expect(ensureK3sRelease('1.36.3')).rejects.toThrow(/'1\.36\.3' is no version of k3s/);
});
