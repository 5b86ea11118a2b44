import type { RawData } from 'ws';
import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { InvalidCallError } from '../errors.ts';
import { ExecFailedError } from './errors.ts';
import { channels, endOf, execProtocols, toMessage } from './exec-channels.ts';
import { ExecOutput } from './exec-output.ts';
import { podPath, type PodName } from './pod-name.ts';

export interface ExecOptions extends CallOptions {
  /** What the command reads; needs Kubernetes 1.30 or newer. @default nothing */
  stdin?: string | Buffer;
  /** How long the command may run, in milliseconds. @default 60_000 */
  timeoutMs?: number;
  /** The most that is taken of its output, in bytes. @default 10 MiB */
  maxOutputBytes?: number;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command in a container of a pod, through Rancher's proxy and the cluster's agent, over a websocket. No shell, no
 * terminal.
 *
 * @throws ExecFailedError when it cannot be started, takes too long or says too much, or when the connection is lost
 * @example
 * const { stdout } = await execInPod(rancher, 'c-x7k2p', { namespace: 'site', pod: 'web-0' }, ['cat', '/etc/hostname']);
 */
export async function execInPod(
  rancher: RancherClient,
  clusterId: string,
  pod: PodName,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { stdin, timeoutMs = 60_000, maxOutputBytes = 10 * 1024 * 1024, signal } = options;
  if (command.length === 0) throw new InvalidCallError('a command has at least one word');
  const task = `run ${command[0] ?? ''} in the pod ${pod.namespace}/${pod.pod} of ${clusterId}`;
  const limit = AbortSignal.timeout(timeoutMs);
  const ends = signal === undefined ? limit : AbortSignal.any([signal, limit]);
  const output = new ExecOutput(maxOutputBytes);
  const socket = await rancher.openWebsocket({
    task,
    path: podPath(clusterId, pod, 'exec'),
    query: {
      command,
      stdout: true,
      stderr: true,
      stdin: stdin === undefined ? undefined : true,
      container: pod.container,
    },
    protocols: execProtocols,
    onSocket: (opening) => {
      opening.on('message', (data) => output.take(bytesOf(data)));
      opening.on('error', (error) => output.end({ failure: error.message }));
      opening.on('close', () => output.end({ failure: 'the connection was lost before it ended' }));
    },
    signal,
  });
  const onAbort = (): void => output.end({ failure: `it has not ended after ${timeoutMs / 1000} s` });
  ends.addEventListener('abort', onAbort, { once: true });
  try {
    if (stdin !== undefined && socket.protocol !== execProtocols[0])
      output.end({
        failure: 'this Kubernetes cannot be told that the input is at its end; it must be 1.30 or newer',
      });
    else if (stdin !== undefined) {
      socket.send(toMessage(channels.stdin, Buffer.from(stdin)));
      socket.send(endOf(channels.stdin));
    }
    const end = await output.ended;
    signal?.throwIfAborted();
    if ('failure' in end) throw new ExecFailedError(task, end.failure);
    const [stdout, stderr] = [output.text(channels.stdout), output.text(channels.stderr)];
    return { exitCode: end.exitCode, stdout, stderr };
  } finally {
    ends.removeEventListener('abort', onAbort);
    socket.terminate();
  }
}

const bytesOf = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
