import { join } from 'node:path';
import { makeOnce, type OnceOptions } from '@wescale/build-cache';
import { runProgram } from '../run-program.ts';
import type { ImageFile, ImageLayer } from './image-layer.ts';

const users = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/bin/false'];
const groups = ['root:x:0:', 'nogroup:x:65534:'];

/** Debian's static busybox under all its names, with the few files and folders that programs expect. */
export async function busyboxLayers(options: OnceOptions = {}): Promise<ImageLayer[]> {
  const source = await ensureBusybox(options);
  const names = (await runProgram(source, ['--list'])).split('\n').filter((name) => name !== '');
  const links = names
    .filter((name) => name !== 'busybox')
    .map((name): [string, ImageFile] => [`bin/${name}`, { link: 'busybox' }]);
  const lines = (all: readonly string[]): ImageFile => ({ content: `${all.join('\n')}\n` });
  const files: Record<string, ImageFile> = {
    'bin/busybox': { source, mode: 0o755 },
    ...Object.fromEntries(links),
    'etc/passwd': lines(users),
    'etc/group': lines(groups),
    'etc/nsswitch.conf': lines(['hosts: files dns']),
    root: { directory: true, mode: 0o700 },
    tmp: { directory: true, mode: 0o1777 },
    'usr/bin/env': { link: '../../bin/busybox' },
  };
  return [{ name: 'busybox', files }];
}

/** The program out of Debian's package, which is fetched and not installed: it would put nothing in its place. */
async function ensureBusybox(options: OnceOptions): Promise<string> {
  const folder = await makeOnce(
    {
      kind: 'debian-files',
      name: 'busybox-static',
      inputs: ['busybox'],
      announcement: 'fetching busybox from Debian',
      make: async (draft) => {
        const fetch =
          'cd "$1" && apt-get --quiet download busybox-static && dpkg-deb --extract ./*.deb package && ' +
          'mv package/bin/busybox . || mv package/usr/bin/busybox . && rm -r package ./*.deb';
        await runProgram('sh', ['-c', fetch, 'sh', draft]);
      },
    },
    options,
  );
  return join(folder, 'busybox');
}
