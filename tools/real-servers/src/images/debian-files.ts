import { unpackDebianPackages, type OnceOptions } from '@wescale/build-cache';

/** A folder with Debian's files that images are made of, the same on every host. */
export function debianFiles(options: OnceOptions = {}): Promise<string> {
  return unpackDebianPackages(
    {
      name: 'images',
      release: 'bookworm',
      packages: [
        {
          name: 'busybox-static',
          version: '1:1.35.0-4+deb12u1+b1',
          sha256: '3d3fdbe91d4660c873e14b092c213fe81c1da6362daa236eb25d0171eb108744',
        },
        {
          name: 'libc6',
          version: '2.36-9+deb12u14',
          sha256: 'ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf',
        },
        {
          name: 'libstdc++6',
          version: '12.2.0-14+deb12u1',
          sha256: '5cd3171216d4ab0fc911cfe9c35509bf2dd8f47761c43b7f6a4296701551a24d',
        },
        {
          name: 'libgcc-s1',
          version: '12.2.0-14+deb12u1',
          sha256: '3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7',
        },
      ],
    },
    options,
  );
}
