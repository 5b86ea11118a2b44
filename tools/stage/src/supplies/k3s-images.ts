import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, pauseLayers, type BuiltImage } from '@wescale/real-servers';
import { ensureCoreDns } from '@wescale/stage-kubernetes';

/** The pause image under the name by which k3s asks for it [facts/k3s-rancher.md 1, air-gap]. */
export async function makePauseImage(options: OnceOptions = {}): Promise<BuiltImage> {
  return buildImage(
    {
      repository: 'rancher/mirrored-pause',
      tag: '3.6',
      layers: await pauseLayers(options),
      entrypoint: ['/pause'],
      user: '65535:65535',
    },
    options,
  );
}

/** The cluster's name server under the name by which k3s asks for it [facts/k3s-rancher.md 1, air-gap]. */
export async function makeCoreDnsImage(options: OnceOptions = {}): Promise<BuiltImage> {
  const coredns = await ensureCoreDns(options);
  return buildImage(
    {
      repository: 'rancher/mirrored-coredns-coredns',
      tag: '1.15.0',
      layers: [{ name: 'coredns', files: { coredns: { source: coredns, mode: 0o755 } } }],
      entrypoint: ['/coredns'],
    },
    options,
  );
}
