import { expect, test } from 'vitest';
import { parseLibraries } from './node-layers.ts';

test('libraries and the loader are found in what ldd prints; the kernel’s own is no file', () => {
  const listing = `\tlinux-vdso.so.1 (0x00007f1fe9cba000)
\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f1fe9920000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f1fe9cbc000)
`;
  expect(parseLibraries(listing)).toEqual(['/lib/x86_64-linux-gnu/libm.so.6', '/lib64/ld-linux-x86-64.so.2']);
});

test('a missing library is an error', () => {
  expect(() => parseLibraries('\tlibx.so.1 => not found\n')).toThrow('libx.so.1');
});
