import { expect, test } from 'vitest';
import { payloadFiles } from './payload-files.ts';

const unpacked = [
  ...['usr/bin/containerd', 'usr/bin/containerd-shim-runc-v2', 'usr/bin/ctr', 'usr/sbin/runc'],
  ...['usr/lib/cni/bridge', 'usr/lib/cni/host-local', 'usr/lib/cni/loopback', 'usr/lib/cni/portmap'],
  'usr/sbin/nft',
  'usr/sbin/xtables-nft-multi',
  'usr/lib/x86_64-linux-gnu/libmnl.so.0',
  'usr/lib/x86_64-linux-gnu/libmnl.so.0.2.0',
  'usr/lib/x86_64-linux-gnu/xtables/libxt_comment.so',
  'usr/share/doc/runc/copyright',
];

test('programs, iptables by its names, libraries and extensions have their places; documentation has none', () => {
  const files = payloadFiles(unpacked);
  expect(files['bin/runc']).toEqual({ source: 'usr/sbin/runc' });
  expect(files['bin/aux/iptables-restore']).toMatchObject({
    script: expect.stringContaining('xtables-nft-multi') as string,
  });
  expect(files['lib/libmnl.so.0']).toEqual({ source: 'usr/lib/x86_64-linux-gnu/libmnl.so.0' });
  expect(files['lib/xtables/libxt_comment.so']).toBeDefined();
  expect(Object.keys(files).filter((path) => /0\.2\.0|doc/.test(path))).toEqual([]);
});

test('a package without what is wanted of it is refused', () => {
  expect(() => payloadFiles(unpacked.filter((path) => !path.includes('portmap')))).toThrow(
    /no usr\/lib\/cni\/portmap/,
  );
});
