import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { formatTar } from '@wescale/real-servers';
import { parse } from 'yaml';

export interface PackedChart {
  /** What its `Chart.yaml` says. */
  metadata: { name: string; version: string } & Record<string, unknown>;
  /** `rancher-2.15.0.tgz` */
  fileName: string;
  archive: Uint8Array;
  /** Of the archive, SHA-256 in hexadecimal. */
  digest: string;
}

/** Packs a chart as `helm package` does; the same files make the same archive. */
export async function packChart(folder: string): Promise<PackedChart> {
  const metadata = parse(await readFile(path.join(folder, 'Chart.yaml'), 'utf8')) as PackedChart['metadata'];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
  const tar = formatTar(
    files.map((file) => ({
      path: path.join(metadata.name, path.relative(folder, file)),
      mode: 0o644,
      source: file,
    })),
  );
  // Not compressed: what a compressor makes depends on its version.
  const archive = gzipSync(await buffer(Readable.from(tar)), { level: 0 });
  return {
    metadata,
    fileName: `${metadata.name}-${metadata.version}.tgz`,
    archive,
    digest: createHash('sha256').update(archive).digest('hex'),
  };
}
