/**
 * Program of a test: a release server in the layout of k3s's own (channels that redirect, a folder for each version,
 * byte ranges), run in the network of a machine. It is told by messages what to serve and which faults to have.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface ReleaseState {
  /** By path below the server; content as Base64. */
  files: Record<string, string>;
  /** Folders by the path they are served below; streamed from the disk. */
  folders?: Record<string, string>;
  /** Where each channel points. */
  channels: Record<string, string>;
  /** Connections to this path are cut after so many bytes, so many times. */
  cut?: { path: string; afterBytes: number; times: number };
  /** Answers whole files whatever range is asked for. */
  isWithoutRanges?: boolean;
}

/** One request as it was answered. */
export interface ServedRequest {
  path: string;
  range: string | undefined;
  status: number;
}

export const releaseServerProgram: string = fileURLToPath(import.meta.url);

if (process.argv[1] === releaseServerProgram) serve(process.argv[2] ?? '', Number(process.argv[3]));

function serve(address: string, port: number): void {
  let state: ReleaseState = { files: {}, channels: {} };
  process.on('message', (message) => {
    state = message as ReleaseState;
    process.send?.({ isTaken: true });
  });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const { range } = request.headers;
    const answer = (status: number, headers: Record<string, string> = {}, body?: Buffer): void => {
      process.send?.({ request: { path, range, status } });
      response.writeHead(status, headers);
      const { cut } = state;
      if (body && cut?.path === path && cut.times > 0) {
        cut.times -= 1;
        response.write(body.subarray(0, cut.afterBytes), () => setTimeout(() => response.destroy(), 50));
      } else response.end(body);
    };
    const channel = /^\/v1-release\/channels\/([^/]+)$/.exec(path)?.[1];
    if (channel !== undefined) {
      const version = state.channels[channel];
      const location = `http://github.test/k3s-io/k3s/releases/tag/${version ?? ''}`;
      if (version === undefined) answer(404);
      else answer(302, { location });
      return;
    }
    const source = Object.entries(state.folders ?? {}).find(([prefix]) => path.startsWith(prefix));
    if (source) {
      process.send?.({ request: { path, range, status: 200 } });
      stream(response, source[1] + path.slice(source[0].length));
      return;
    }
    const file = state.files[path];
    if (file === undefined) {
      answer(404);
      return;
    }
    const body = Buffer.from(file, 'base64');
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(start) || state.isWithoutRanges)
      answer(200, { 'content-length': String(body.length) }, body);
    else if (start >= body.length) answer(416, { 'content-range': `bytes */${body.length}` });
    else {
      const headers = {
        'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
        'content-length': String(body.length - start),
      };
      answer(206, headers, body.subarray(start));
    }
  });
  server.listen(port, address, () => process.send?.({ isListening: true }));
}

function stream(response: ServerResponse, file: string): void {
  const { size } = statSync(file);
  response.writeHead(200, { 'content-length': String(size) });
  createReadStream(file).pipe(response);
}
