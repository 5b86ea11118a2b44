import { join } from 'node:path';

import { unpackDebianPackages, type OnceOptions } from '@wescale/build-cache';
import { nodeLayers, type ImageLayer } from '@wescale/real-servers';

const libraries = {
  'lib/x86_64-linux-gnu': ['libcrypt.so.1', 'libz.so.1'],
  'usr/lib/x86_64-linux-gnu': ['libpcre2-8.so.0', 'libssl.so.3', 'libcrypto.so.3'],
};

/** Debian's nginx with its libraries, over node. */
export async function nginxLayers(options: OnceOptions): Promise<readonly ImageLayer[]> {
  const debian = await unpackDebianPackages(
    {
      name: 'nginx-image',
      release: 'bookworm',
      packages: [
        {
          name: 'nginx',
          version: '1.22.1-9+deb12u11',
          sha256: '4e2778e675c07d0f2d8d3b6f5ff84f6483ade1d82c21c910eb9a2787e1cf1b1a',
        },
        {
          name: 'libcrypt1',
          version: '1:4.4.33-2',
          sha256: 'f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29',
        },
        {
          name: 'libpcre2-8-0',
          version: '10.42-1+deb12u2',
          sha256: 'd2f7edfcc7689b9e0761c2742cc824ac86a20768bc5e8057818dc6875291fe76',
        },
        {
          name: 'libssl3',
          version: '3.0.22-1~deb12u2',
          sha256: 'cb4784740daa9b3b0eaea2b444bbefa686794afbbf3d678d238c1fd9875f2efd',
        },
        {
          name: 'zlib1g',
          version: '1:1.2.13.dfsg-1',
          sha256: 'd7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4',
        },
      ],
    },
    options,
  );
  const files = Object.fromEntries(
    Object.entries(libraries).flatMap(([folder, names]) =>
      names.map((name) => [
        // All in one folder where the loader looks first.
        `lib/x86_64-linux-gnu/${name}`,
        { source: join(debian, folder, name), mode: 0o755 },
      ]),
    ),
  );
  return [
    ...(await nodeLayers(options)),
    {
      name: 'nginx',
      files: { ...files, 'usr/sbin/nginx': { source: join(debian, 'usr/sbin/nginx'), mode: 0o755 } },
    },
  ];
}
