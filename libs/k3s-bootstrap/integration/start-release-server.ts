import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { DebianMachine } from '@wescale/stage';
import { releaseServerProgram, type ReleaseState, type ServedRequest } from './release-server.ts';

/** A release server in a network that is not ours, where a machine's curl finds it. */
export interface ReleaseServer extends AsyncDisposable {
  channelUrl: string;
  artifactUrl: string;
  requests: ServedRequest[];
  serve(state: Partial<ReleaseState>): Promise<void>;
}

const port = 8099;

/** The network that a machine's own loopback is in, until it is started anew. */
export function networkOf(machine: DebianMachine): string {
  const leader = /^\/proc\/(\d+)\/root$/.exec(machine.filesFolder())?.[1] ?? '';
  return `/proc/${leader}/ns/net`;
}
const releases = '/k3s-io/k3s/releases/download';

/** @param network path of a network namespace. @param address where it listens in there. */
export async function startReleaseServer(network: string, address: string): Promise<ReleaseServer> {
  const child = spawn(
    'nsenter',
    [
      ...[`--net=${network}`, 'setpriv', '--pdeathsig', 'TERM'],
      ...[process.execPath, releaseServerProgram, address, String(port)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const requests: ServedRequest[] = [];
  child.on('message', (message: { request?: ServedRequest }) => {
    if (message.request) requests.push(message.request);
  });
  await once(child, 'message');
  return {
    channelUrl: `http://${address}:${port}/v1-release/channels`,
    artifactUrl: `http://${address}:${port}${releases}`,
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
