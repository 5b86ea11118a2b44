import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { InvalidCallError } from '../errors.ts';
import { ExecFailedError } from './errors.ts';
import { channels, endOf, execProtocols, parseExecStatus, toMessage } from './exec-channels.ts';
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
  const socket = await rancher.openWebsocket({
    task,
    path: podPath(clusterId, pod, 'exec'),
    query: [
      ...command.map((word): [string, string] => ['command', word]),
      ['stdout', 'true'],
      ['stderr', 'true'],
      ...(stdin === undefined ? [] : [['stdin', 'true'] as [string, string]]),
      ...(pod.container === undefined ? [] : [['container', pod.container] as [string, string]]),
    ],
    protocols: execProtocols,
    signal,
  });
  const output: Record<number, Buffer[]> = { [channels.stdout]: [], [channels.stderr]: [] };
  const textOf = (channel: number): string => Buffer.concat(output[channel] ?? []).toString('utf8');
  try {
    const end = await new Promise<ReturnType<typeof parseExecStatus>>((resolve, reject) => {
      let status = '';
      let sizeBytes = 0;
      const fail = (why: string): void => reject(new ExecFailedError(task, why));
      ends.addEventListener('abort', () =>
        limit.aborted && signal?.aborted !== true
          ? fail(`it has not ended after ${timeoutMs / 1000} s`)
          : reject(asError(signal?.reason)),
      );
      socket.on('message', (data) => {
        const message = Buffer.isBuffer(data)
          ? data
          : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
        const [channel = -1, bytes] = [message[0], message.subarray(1)];
        if (channel === channels.status) {
          status += bytes.toString('utf8');
          resolve(parseExecStatus(status));
          return;
        }
        sizeBytes += bytes.length;
        if (sizeBytes > maxOutputBytes) fail(`it wrote more than ${maxOutputBytes} bytes`);
        else output[channel]?.push(bytes);
      });
      socket.once('error', (error) => fail(error.message));
      socket.once('close', () => fail('the connection was lost before it ended'));
      if (stdin === undefined) return;
      if (socket.protocol !== execProtocols[0])
        fail('this Kubernetes cannot be told that the input is at its end; it must be 1.30 or newer');
      else {
        socket.send(toMessage(channels.stdin, Buffer.from(stdin)));
        socket.send(endOf(channels.stdin));
      }
    });
    if ('failure' in end) throw new ExecFailedError(task, end.failure);
    return { exitCode: end.exitCode, stdout: textOf(channels.stdout), stderr: textOf(channels.stderr) };
  } finally {
    socket.terminate();
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
