import { join } from 'node:path';

import { unpackDebianPackages, type OnceOptions } from '@wescale/build-cache';

/** Executables of one Prometheus. */
export interface PrometheusPrograms {
  prometheus: string;
  promtool: string;
}

/** Debian's Prometheus, unpacked into the cache at the first call on a machine. Nothing is installed. */
export async function debianPrometheus(options: OnceOptions = {}): Promise<PrometheusPrograms> {
  const folder = await unpackDebianPackages(
    {
      name: 'prometheus',
      release: 'bookworm',
      packages: [
        {
          name: 'prometheus',
          version: '2.42.0+ds-5+deb12u1',
          sha256: '81d59a24fce84f7fbe97a45a4f2914b6a5881b5cd1db2a6a0e129e515e1a5f55',
        },
      ],
    },
    options,
  );
  return { prometheus: join(folder, 'usr/bin/prometheus'), promtool: join(folder, 'usr/bin/promtool') };
}
