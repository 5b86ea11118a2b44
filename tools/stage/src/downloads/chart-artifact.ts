import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeOnce } from '@wescale/build-cache';
import type { BuiltImage } from '@wescale/real-servers';
import type { PackedChart } from './pack-chart.ts';

/**
 * A chart as a registry hands it out: its `Chart.yaml` as configuration, its archive as the only layer (Helm's "Use
 * OCI-based registries", "Helm chart manifest").
 *
 * @param repository - of the charts, without the registry: `traefik/helm`
 */
export async function makeChartArtifact(chart: PackedChart, repository: string): Promise<BuiltImage> {
  const { metadata, archive, fileName } = chart;
  const folder = await makeOnce(
    {
      kind: 'chart-archives',
      name: fileName,
      inputs: [chart.digest],
      announcement: `packing the chart ${fileName}`,
      make: (draft) => writeFile(path.join(draft, fileName), archive),
    },
    { onProgress: () => undefined },
  );
  const layer = {
    digest: `sha256:${chart.digest}`,
    sizeBytes: archive.byteLength,
    file: path.join(folder, fileName),
  };
  const configuration = JSON.stringify(metadata);
  const configurationDigest = digestOf(configuration);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
      digest: configurationDigest,
      size: Buffer.byteLength(configuration),
    },
    layers: [
      {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        digest: layer.digest,
        size: layer.sizeBytes,
      },
    ],
  });
  return {
    repository: `${repository}/${metadata.name}`,
    // A tag has no plus; Helm writes and reads it as an underscore.
    tag: metadata.version.replaceAll('+', '_'),
    digest: digestOf(manifest),
    ...{ manifest, configuration, configurationDigest, layers: [layer] },
  };
}

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
