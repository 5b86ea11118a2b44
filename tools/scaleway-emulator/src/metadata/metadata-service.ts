import type { IncomingMessage, ServerResponse } from 'node:http';

import { ipsOf } from '../instance/ips/ips-of.ts';
import type { Server } from '../state/server.ts';
import type { World } from '../state/world.ts';
import { presentMetadata } from './present-metadata.ts';

interface MetadataRequest {
  method: string;
  /** Path and query. */
  url: string;
  remoteAddress: string;
  remotePort: number;
}

interface MetadataAnswer {
  status: number;
  contentType: string;
  body: string | Buffer;
}

/**
 * Serves 169.254.42.42 over `node:http`. The end of a body is the end of the connection, so that the service always
 * hangs up first: cloud-init asks twice from port 1, and had it hung up first, that port would be held for a minute and
 * its next question would come five seconds late.
 */
export function serveMetadata(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { status, contentType, body } = answerMetadata(world, {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    remoteAddress: request.socket.remoteAddress ?? '',
    remotePort: request.socket.remotePort ?? 65535,
  });
  response.useChunkedEncodingByDefault = false;
  response.writeHead(status, { 'content-type': contentType, connection: 'close' });
  response.end(body);
}

/**
 * What 169.254.42.42 answers (facts/stage.md, section 1). The server is the one whose public address the connection
 * comes from. User data goes only to source ports below 1024, which no ordinary user of the machine can open.
 */
function answerMetadata(world: World, request: MetadataRequest): MetadataAnswer {
  const server = serverAt(world, request.remoteAddress);
  const { pathname, searchParams } = new URL(request.url, 'http://169.254.42.42');
  const [, section = '', key = ''] = pathname.split('/').map(decodeURIComponent);
  // Assumption: a stranger, an unknown path and a missing user data key get an empty 404 from the metadata service.
  if (server === undefined || request.method !== 'GET') return text(404);
  if (section === 'conf') {
    if (searchParams.get('format') !== 'json') return text(501, 'The emulator plays only format=json.\n');
    return json(presentMetadata(world, server));
  }
  // A 404 for vendor data costs cloud-init 5 s of retries.
  if (section === 'vendor_data' && key === 'cloud-init') return text(200);
  if (section !== 'user_data') return text(404);
  // Assumption: user data asked for from a port of 1024 or more is refused with an empty 403.
  if (request.remotePort >= 1024) return text(403);
  if (key === '') return json({ user_data: [...server.userData.keys()].sort() });
  const value = server.userData.get(key);
  return value === undefined ? text(404) : text(200, value);
}

function serverAt(world: World, remoteAddress: string): Server | undefined {
  const address = remoteAddress.replace(/^::ffff:/, '');
  return [...world.servers.values()].find((server) =>
    ipsOf(world, server.id).some((ip) => ip.address === address),
  );
}

const text = (status: number, body: string | Buffer = ''): MetadataAnswer => ({
  status,
  contentType: 'text/plain',
  body,
});

const json = (body: object): MetadataAnswer => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
