/**
 * The protocol that Kubernetes speaks over a websocket for exec: each message is a channel's number and its bytes
 * (staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go). `v5`, served by default since Kubernetes 1.30,
 * adds the end of a stream: 255 and the channel's number (KEP 4006).
 */
export const execProtocols: readonly string[] = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export const channels = { stdin: 0, stdout: 1, stderr: 2, status: 3 } as const;

const endOfStream = 255;

export const toMessage = (channel: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([channel]), bytes]);

export const endOf = (channel: number): Buffer => Buffer.from([endOfStream, channel]);

/** How a command ended. */
export type ExecEnd = { exitCode: number } | { failure: string };

/** Reads the last message, a `Status` of Kubernetes as JSON. */
export function parseExecStatus(text: string): ExecEnd {
  let status: unknown;
  try {
    status = JSON.parse(text);
  } catch {
    return { failure: `the cluster ended it with ${JSON.stringify(text.slice(0, 200))}` };
  }
  const { status: word, reason, message, details } = (status ?? {}) as Record<string, unknown>;
  if (word === 'Success') return { exitCode: 0 };
  const causes = (details as { causes?: unknown } | undefined)?.causes;
  const list = Array.isArray(causes) ? (causes as { reason?: unknown; message?: unknown }[]) : [];
  const code = Number(list.find((cause) => cause.reason === 'ExitCode')?.message);
  if (reason === 'NonZeroExitCode' && Number.isInteger(code)) return { exitCode: code };
  return { failure: typeof message === 'string' ? message : 'the cluster does not say why' };
}
