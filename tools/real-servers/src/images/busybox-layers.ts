import { join } from 'node:path';
import type { OnceOptions } from '@wescale/build-cache';
import { runProgram } from '../run-program.ts';
import { debianFiles } from './debian-files.ts';
import type { ImageFile, ImageLayer } from './image-layer.ts';

const users = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/bin/false'];
const groups = ['root:x:0:', 'nogroup:x:65534:'];

/** Debian's static busybox under all its names, with the few files and folders that programs expect. */
export async function busyboxLayers(options: OnceOptions = {}): Promise<ImageLayer[]> {
  const source = join(await debianFiles(options), 'bin/busybox');
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
