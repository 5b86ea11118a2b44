import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

export interface ChartServer extends AsyncDisposable {
  /** `127.0.0.1:…` */
  address: string;
  /** Paths that were asked for. */
  requests: string[];
}

async function listen(respond: RequestListener): Promise<ChartServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    respond(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A folder of archives as a chart repository; its index is made by helm. */
export async function startChartRepository(helm: string, folder: string): Promise<ChartServer> {
  await promisify(execFile)(helm, ['repo', 'index', folder]);
  return listen((request, response) => {
    try {
      response.end(readFileSync(join(folder, basename(request.url ?? ''))));
    } catch {
      response.writeHead(404).end();
    }
  });
}

/** What `helm push` makes of a chart, in media types of Helm's OCI support. */
const mediaTypes = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.cncf.helm.config.v1+json',
  chart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
};

/** An OCI registry that holds one chart at `charts/<name>`, read-only (OCI distribution specification, "Pull"). */
export function startOciRegistry(name: string, version: string, archive: string): Promise<ChartServer> {
  const blobs = new Map<string, Buffer>();
  const add = (content: Buffer, mediaType: string): object => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.manifest,
      config: add(Buffer.from(JSON.stringify({ name, version, apiVersion: 'v2' })), mediaTypes.config),
      layers: [add(readFileSync(archive), mediaTypes.chart)],
    }),
  );
  const manifestDigest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  const base = `/v2/charts/${name}`;
  return listen((request, response) => {
    const path = request.url ?? '';
    const send = (content: Buffer, type: string, digest: string): void => {
      response.writeHead(200, {
        'content-type': type,
        'content-length': content.length,
        'docker-content-digest': digest,
      });
      response.end(request.method === 'HEAD' ? undefined : content);
    };
    const blob = blobs.get(path.replace(`${base}/blobs/`, ''));
    if (path === '/v2/') response.end('{}');
    else if (path === `${base}/manifests/${version}` || path === `${base}/manifests/${manifestDigest}`)
      send(manifest, mediaTypes.manifest, manifestDigest);
    else if (blob !== undefined) send(blob, 'application/octet-stream', path.replace(/.*\//, ''));
    else response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
  });
}
