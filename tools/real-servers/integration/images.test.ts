import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  buildImage,
  busyboxLayers,
  nodeLayers,
  pauseLayers,
  requirePackages,
  startRegistry,
  writeImageArchive,
  type BuiltImage,
  type RunningRegistry,
} from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const reason = await requirePackages({ skopeo: 'pulls images as a runtime does' });
const run = promisify(execFile);

describe.skipIf(reason !== undefined)(`images and their registry${reason ? ` (${reason})` : ''}`, () => {
  let folder: string;
  let pause: BuiltImage;
  let app: BuiltImage;
  let registry: RunningRegistry;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'images-'));
    pause = await buildImage({
      repository: 'rancher/mirrored-pause',
      tag: '3.6',
      layers: await pauseLayers(),
      entrypoint: ['/pause'],
      user: '65535:65535',
    });
    app = await buildImage({
      repository: 'example/app',
      tag: 'v1',
      layers: [
        ...(await nodeLayers()),
        { files: { 'app/main.js': { content: 'console.log(process.version)' } } },
      ],
      entrypoint: ['node', '/app/main.js'],
      environment: { NAME: 'value' },
      workingDirectory: '/app',
    });
    registry = await startRegistry({ images: [pause, Promise.resolve([app])] });
  });

  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const skopeo = async (...args: string[]): Promise<string> =>
    (await run('skopeo', ['--insecure-policy', '--override-os', 'linux', ...args])).stdout;
  const at = (image: string): string => `docker://${registry.host}:${registry.port}/${image}`;

  /** Pulls an image and unpacks its layers over each other. */
  const unpack = async (image: string): Promise<string> => {
    const [pulled, root] = [await mkdtemp(path.join(folder, 'p-')), await mkdtemp(path.join(folder, 'r-'))];
    await skopeo('copy', '--src-tls-verify=false', at(image), `dir:${pulled}`);
    const manifest = JSON.parse(await readFile(path.join(pulled, 'manifest.json'), 'utf8')) as {
      layers: { digest: string }[];
    };
    for (const { digest } of manifest.layers)
      await run('tar', ['-xf', path.join(pulled, digest.replace('sha256:', '')), '-C', root]);
    return root;
  };

  test('skopeo pulls an image by tag and by digest, and its node runs with nothing but the image', async () => {
    const configuration = JSON.parse(
      await skopeo('inspect', '--tls-verify=false', '--config', at('example/app:v1')),
    ) as { config: object };
    expect(configuration.config).toMatchObject({ Entrypoint: ['node', '/app/main.js'], WorkingDir: '/app' });
    const root = await unpack(`example/app@${app.digest}`);
    expect((await run('chroot', [root, 'node', '/app/main.js'])).stdout).toMatch(/^v24\./);
    expect((await run('chroot', [root, 'sh', '-c', 'id -un; ls -d /tmp'])).stdout).toBe('root\n/tmp\n');
  });

  test('pause takes in orphans and ends when it is told to', async () => {
    const root = await unpack('rancher/mirrored-pause:3.6');
    // It is the first process of its own: what loses its parent there is its own to take in.
    const line =
      'unshare --pid --fork --kill-child sh -c \'(sleep 0.05 & exec true) & exec chroot "$1" /pause\' sh "$1" & ' +
      'pause=$(until pgrep --parent $! | grep .; do sleep 0.01; done); ' +
      'sees() { ps --no-headers --ppid "$pause" | grep -q .; }; ' +
      'until grep -q pause /proc/$pause/comm; do sleep 0.01; done; while sees; do sleep 0.01; done; ' +
      'kill -TERM "$pause"; wait $!; echo "ended with $?"';
    expect((await run('sh', ['-c', line, 'sh', root])).stdout).toBe('ended with 0\n');
  });

  test('an image is the same whoever makes it again, and layers are shared', async () => {
    const layers = await busyboxLayers();
    const recipe = { repository: 'library/busybox', tag: '1.36', layers, entrypoint: ['sh'] };
    const [one, other] = [await buildImage(recipe), await buildImage(recipe)];
    expect(other).toEqual(one);
    expect(app.layers[0]).toEqual(one.layers[0]);
    process.env['XDG_CACHE_HOME'] = path.join(folder, 'elsewhere');
    await mkdir(process.env['XDG_CACHE_HOME']);
    try {
      const files = { 'bin/one': { content: '1', mode: 0o755 }, 'bin/two': { link: 'one' } };
      const first = await buildImage({ ...recipe, layers: [{ files }] });
      delete process.env['XDG_CACHE_HOME'];
      const second = await buildImage({ ...recipe, layers: [{ files }] });
      expect(second.digest).toBe(first.digest);
      expect(second.layers[0]!.file).not.toBe(first.layers[0]!.file);
    } finally {
      delete process.env['XDG_CACHE_HOME'];
    }
    expect(await readdir(folder)).toContain('elsewhere');
  });

  test('an archive of images is an image layout that skopeo reads, each image under its name', async () => {
    const file = path.join(folder, 'images.tar.zst');
    await writeImageArchive([pause, app], file);
    const layout = await mkdtemp(path.join(folder, 'l-'));
    await run('tar', ['--zstd', '-xf', file, '-C', layout]);
    const index = JSON.parse(await readFile(path.join(layout, 'index.json'), 'utf8')) as {
      manifests: { digest: string; annotations: object }[];
    };
    expect(index.manifests).toMatchObject([
      {
        digest: pause.digest,
        annotations: { 'io.containerd.image.name': 'docker.io/rancher/mirrored-pause:3.6' },
      },
      { digest: app.digest },
    ]);
    const read = JSON.parse(await skopeo('inspect', `oci:${layout}:3.6`)) as { Digest: string };
    expect(read.Digest).toBe(pause.digest);
  });

  test('what it does not have is said in the answer and remembered', async () => {
    const answer = await fetch(`${registry.url}/v2/rancher/none/manifests/v1?ns=docker.io`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      errors: [
        { code: 'MANIFEST_UNKNOWN', message: 'this registry does not have docker.io/rancher/none:v1' },
      ],
    });
    expect(registry.missing()).toContain('docker.io/rancher/none:v1');
  });

  test('a blob comes whole, in part, or as its headers alone; another client’s formats are refused', async () => {
    const [layer] = pause.layers;
    const url = `${registry.url}/v2/${pause.repository}/blobs/${layer!.digest}`;
    const head = await fetch(url, { method: 'HEAD' });
    expect(Number(head.headers.get('content-length'))).toBe(layer!.sizeBytes);
    const part = await fetch(url, { headers: { Range: 'bytes=257-261' } });
    expect([part.status, await part.text()]).toEqual([206, 'ustar']);
    expect((await fetch(url, { headers: { Range: `bytes=${layer!.sizeBytes}-` } })).status).toBe(416);
    const manifest = `${registry.url}/v2/${pause.repository}/manifests/3.6`;
    const old = { Accept: 'application/vnd.docker.distribution.manifest.v1+json' };
    expect((await fetch(manifest, { headers: old })).status).toBe(404);
    expect((await fetch(manifest, { method: 'PUT', body: '{}' })).status).toBe(405);
    const other = `${registry.url}/v2/example/app/blobs/${pause.layers[0]!.digest}`;
    expect(await (await fetch(other)).json()).toMatchObject({ errors: [{ code: 'BLOB_UNKNOWN' }] });
  });
});
