import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { manifestMediaType, type BuiltImage } from '../images/build-image.ts';
import { beginAnswer } from './begin-answer.ts';
import { createImageStore, type ImageSource, type ImageStore } from './image-store.ts';
import { parseRequest, type RegistryRequest } from './parse-request.ts';
import { RegistryError } from './registry-error.ts';

export interface RegistryOptions {
  /** @default '127.0.0.1' */
  address?: string;
  /** @default a free one */
  port?: number;
  /** What it has. A pull of an image that is not there yet waits for those that are still being made. */
  images: readonly ImageSource[];
  /** Hears one line for every image that was asked for and is not there. */
  onMissing?: (line: string) => void;
}

export interface RunningRegistry extends AsyncDisposable {
  url: string;
  host: string;
  port: number;
  /** Images that were asked for and that it does not have, as `docker.io/rancher/rancher:v2.15.0`. */
  missing(): string[];
}

/** What is handed out: a text of its own, or a file. */
interface Answer {
  mediaType: string;
  /** Undefined for what has no name by its content. */
  digest: string | undefined;
  sizeBytes: number;
  content: { text: string } | { file: string };
}

/**
 * A registry to pull from (OCI distribution specification 1.1): by tag or digest, whatever registry the image is asked
 * of. Everything that is no pull is refused.
 *
 * @example
 * await using registry = await startRegistry({ images: [image] });
 * await fetch(`${registry.url}/v2/pause/manifests/3.10`);
 */
export async function startRegistry(options: RegistryOptions): Promise<RunningRegistry> {
  const store = createImageStore(options.images);
  const missing = new Set<string>();
  const miss = (image: string): void => {
    missing.add(image);
    options.onMissing?.(`the registry does not have ${image}`);
  };
  const server = createServer((request, response) => {
    void answer(store, miss, request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1');
  await once(server, 'listening');
  const { address: host, port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://${host}:${port}`, host, port },
    missing: () => [...missing],
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  store: ImageStore,
  miss: (image: string) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
  try {
    const parsed = parseRequest(request.method ?? '', request.url ?? '');
    if (parsed.kind === 'version') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      return;
    }
    const found =
      parsed.kind === 'manifest'
        ? await findManifest(store, miss, parsed, request.headers.accept)
        : parsed.kind === 'tags'
          ? await listTags(store, parsed.repository)
          : await findBlob(store, parsed);
    await send(found, request, response);
  } catch (error) {
    if (response.headersSent) throw error;
    const refusal =
      error instanceof RegistryError
        ? error
        : new RegistryError(500, 'UNKNOWN', error instanceof Error ? error.message : String(error));
    const body = refusal.body();
    const length = Buffer.byteLength(body);
    response.writeHead(refusal.status, { 'Content-Type': 'application/json', 'Content-Length': length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}

async function findManifest(
  store: ImageStore,
  miss: (image: string) => void,
  { repository, reference, upstream }: RegistryRequest & { kind: 'manifest' },
  accepted: string | undefined,
): Promise<Answer> {
  const isWanted = (image: BuiltImage): boolean => image.tag === reference || image.digest === reference;
  const image = await store.find(repository, (candidate) => (isWanted(candidate) ? candidate : undefined));
  if (image === undefined) {
    const joint = reference.includes(':') ? '@' : ':';
    const name = `${upstream === undefined ? '' : `${upstream}/`}${repository}${joint}${reference}`;
    miss(name);
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', `this registry does not have ${name}`);
  }
  const types = (accepted ?? '*/*').split(',').map((type) => type.split(';')[0]?.trim());
  if (!types.some((type) => type === '*/*' || type === 'application/*' || type === manifestMediaType))
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', `this registry has it as ${manifestMediaType} only`);
  const { digest, manifest } = image;
  return {
    ...{ mediaType: manifestMediaType, digest, sizeBytes: Buffer.byteLength(manifest) },
    content: { text: manifest },
  };
}

async function listTags(store: ImageStore, repository: string): Promise<Answer> {
  const tags = await store.tags(repository);
  if (tags.length === 0)
    throw new RegistryError(404, 'NAME_UNKNOWN', `this registry has nothing named ${repository}`);
  const text = JSON.stringify({ name: repository, tags });
  return {
    ...{ mediaType: 'application/json', digest: undefined, sizeBytes: Buffer.byteLength(text) },
    content: { text },
  };
}

async function findBlob(
  store: ImageStore,
  { repository, digest }: RegistryRequest & { kind: 'blob' },
): Promise<Answer> {
  const mediaType = 'application/octet-stream';
  const found = await store.find(repository, (image): Answer | undefined => {
    if (image.configurationDigest === digest) {
      const text = image.configuration;
      return { mediaType, digest, sizeBytes: Buffer.byteLength(text), content: { text } };
    }
    const layer = image.layers.find((candidate) => candidate.digest === digest);
    return layer && { mediaType, digest, sizeBytes: layer.sizeBytes, content: { file: layer.file } };
  });
  if (found !== undefined) return found;
  throw new RegistryError(
    404,
    'BLOB_UNKNOWN',
    `no image ${repository} of this registry has the blob ${digest}`,
  );
}

async function send(found: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { mediaType, digest, sizeBytes, content } = found;
  response.setHeader('Content-Type', mediaType);
  if (digest !== undefined) response.setHeader('Docker-Content-Digest', digest);
  if ('file' in content) response.setHeader('Accept-Ranges', 'bytes');
  const part = beginAnswer(response, 'file' in content ? request.headers.range : undefined, sizeBytes);
  if (part === undefined) return;
  const [first, last] = part;
  if (request.method === 'HEAD') response.end();
  else if ('text' in content) response.end(content.text);
  else await pipeline(createReadStream(content.file, { start: first, end: last }), response);
}
