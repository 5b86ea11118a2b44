import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import http from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { beginAnswer } from '@wescale/real-servers';
import type { Damage } from './damage.ts';
import { damageStream, parseDamage } from './damage.ts';

/** What is at a path. */
export type Download =
  { file: string } | { content: string | Uint8Array; contentType: string } | { location: string };

/** What is at a path, decoded and without a query; undefined is "not found", and a failure "not available" with its reason. */
export type FindDownload = (pathname: string) => Promise<Download | undefined>;

/** Where a test tells what is to happen to the next download. No real server has it. */
const damagePath = '/_stage/damages';

/** A server to read files from, whole or in part (RFC 9110 section 14). */
export async function startDownloadServer(options: {
  host: string;
  /** @default 80 */
  port?: number;
  find: FindDownload;
}): Promise<AsyncDisposable & { url: string }> {
  const damages: Damage[] = [];
  const server = http.createServer((request, response) => {
    serve(request, response, options.find, damages).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answer(response, 503, error instanceof Error ? error.message : String(error));
    });
  });
  server.listen(options.port ?? 80, options.host);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://${options.host}${port === 80 ? '' : `:${port}`}`,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function serve(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  find: FindDownload,
  damages: Damage[],
): Promise<void> {
  const pathname = decodeURIComponent(new URL(request.url ?? '', 'http://stage').pathname);
  if (pathname === damagePath) return takeDamage(request, response, damages);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    answer(response, 405, `there is nothing to ${request.method ?? ''} here`);
    return;
  }
  const found = await find(pathname);
  if (found === undefined) {
    answer(response, 404, `there is no ${pathname} here`);
    return;
  }
  if ('location' in found) {
    response.setHeader('Location', found.location);
    answer(response, 302, `see ${found.location}`);
    return;
  }
  const index =
    request.method === 'GET' ? damages.findIndex(({ pathEnd }) => pathname.endsWith(pathEnd)) : -1;
  const [damage] = index === -1 ? [] : damages.splice(index, 1);
  await send(found, damage, request, response);
}

async function send(
  found: Exclude<Download, { location: string }>,
  damage: Damage | undefined,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const { sizeBytes, entityTag } = await describe(found);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', entityTag);
  response.setHeader('Content-Type', 'file' in found ? 'application/octet-stream' : found.contentType);
  const condition = request.headers['if-range'];
  const wanted = condition === undefined || condition === entityTag ? request.headers.range : undefined;
  const part = beginAnswer(response, wanted, sizeBytes);
  if (part === undefined) return;
  const [first, last] = part;
  if (request.method === 'HEAD' || sizeBytes === 0) {
    response.end();
    return;
  }
  const body =
    'file' in found
      ? createReadStream(found.file, { start: first, end: last })
      : Readable.from([Buffer.from(found.content).subarray(first, last + 1)]);
  if (damage) await pipeline(body, damageStream(damage.how, last - first + 1), response);
  else await pipeline(body, response);
}

/** Other content has another tag. */
async function describe(
  found: Exclude<Download, { location: string }>,
): Promise<{ sizeBytes: number; entityTag: string }> {
  if ('file' in found) {
    const { size, mtimeMs } = await stat(found.file);
    return { sizeBytes: size, entityTag: `"${size}-${mtimeMs}"` };
  }
  const hash = createHash('sha256').update(found.content).digest('hex');
  return { sizeBytes: Buffer.byteLength(found.content), entityTag: `"${hash}"` };
}

async function takeDamage(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  damages: Damage[],
): Promise<void> {
  if (request.method !== 'POST') {
    answer(response, 405, 'a damage is told with POST');
    return;
  }
  let damage: Damage;
  try {
    damage = parseDamage(await text(request));
  } catch (error) {
    answer(response, 400, error instanceof Error ? error.message : String(error));
    return;
  }
  damages.push(damage);
  response.writeHead(204).end();
}

function answer(response: http.ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
}
