import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { releaseServerProgram, type ReleaseState, type ServedRequest } from './release-server.ts';

/** A release server on the loopback of a machine, where the machine's own curl finds it. */
export interface ReleaseServer extends AsyncDisposable {
  channelUrl: string;
  artifactUrl: string;
  requests: ServedRequest[];
  serve(state: Partial<ReleaseState>): Promise<void>;
}

const port = 8099;
const releases = '/k3s-io/k3s/releases/download';

/** @param filesFolder the machine's files as the host sees them, which also says whose network it is. */
export async function startReleaseServer(filesFolder: string): Promise<ReleaseServer> {
  const leader = /^\/proc\/(\d+)\/root$/.exec(filesFolder)?.[1] ?? '';
  const child = spawn(
    'nsenter',
    [`--net=/proc/${leader}/ns/net`, process.execPath, releaseServerProgram, String(port)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const requests: ServedRequest[] = [];
  child.on('message', (message: { request?: ServedRequest }) => {
    if (message.request) requests.push(message.request);
  });
  await once(child, 'message');
  return {
    channelUrl: `http://127.0.0.1:${port}/v1-release/channels`,
    artifactUrl: `http://127.0.0.1:${port}${releases}`,
    requests,
    async serve(state) {
      const taken = once(child, 'message');
      child.send({ files: {}, channels: {}, ...state });
      await taken;
      requests.length = 0;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** Files of a release by their paths, with the list of their checksums. */
export function releaseFiles(
  version: string,
  files: Readonly<Record<string, Uint8Array>>,
): Record<string, string> {
  const list = Object.entries(files).map(
    ([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
  );
  const all = { ...files, 'sha256sum-amd64.txt': Buffer.from(list.join('')) };
  return Object.fromEntries(
    Object.entries(all).map(([name, content]) => [
      `${releases}/${version}/${name}`,
      Buffer.from(content).toString('base64'),
    ]),
  );
}
