import type { ClientChannel } from 'ssh2';
import { ChannelRefusedError, CommandTimedOutError } from '../errors.ts';
import type { HostLink } from './host-link.ts';
import { announceProcess, killWhenAborted } from './kill-command.ts';
import { splitLines } from './split-lines.ts';

export interface RunOptions {
  /** Given to the command's standard input, which is then closed. The place for secrets: arguments are public. */
  stdin?: string | Uint8Array;
  /** Aborting kills the command and throws the signal's reason. */
  signal?: AbortSignal;
  /** Kills the command and throws after this many milliseconds. @default no limit */
  timeoutMs?: number;
  /** Called with each complete line of standard output as it arrives. */
  onLine?: (line: string) => void;
  /** What the command does, for error messages. @default the beginning of the command */
  during?: string;
}

/** How a command ended. One that was killed by a signal has no exit code of its own and gets 128. */
export interface RawResult {
  exitCode: number;
  stdout: Buffer;
  stderr: Buffer;
}

/**
 * A host counts a session a little longer than its channel is open, so one more may be refused for a moment. Nothing
 * has been run by then, and trying again is safe.
 */
const openAttempts = 20;
const openRetryMs = 50;

/**
 * Runs one command on a channel of its own. A link that drops before the exit status came is an error.
 *
 * @param leave called once the channel is closed, which may be after an aborted command's error was thrown.
 */
export function runCommand(
  link: HostLink,
  command: string,
  options: RunOptions,
  leave: () => void,
): Promise<RawResult> {
  const during = options.during ?? describeCommand(command);
  const { signal, timeoutMs } = options;
  return new Promise<RawResult>((resolve, reject) => {
    let settled = false;
    const settle = (finish: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      stopListening();
      signal?.removeEventListener('abort', abort);
      finish();
    };
    const kill = new AbortController();
    const stop = (error: Error): void => {
      kill.abort();
      settle(() => reject(error));
    };
    const abort = (): void => stop(signal?.reason as Error);
    const expire = (): void =>
      stop(new CommandTimedOutError(`${during} took longer than ${timeoutMs ?? 0} ms on ${link.host}`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(expire, timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    const loseLink = (detail = ''): void => {
      leave();
      settle(() => reject(link.lost(during + detail)));
    };
    const stopListening = link.onEnd(() => loseLink());

    const isKillable = signal !== undefined || timeoutMs !== undefined;
    const collectFrom = (channel: ClientChannel): void => {
      channel.on('close', leave);
      const killer = isKillable ? killWhenAborted(link, kill.signal) : undefined;
      collect(channel, options, killer, (result) => {
        if (result) settle(() => resolve(result));
        else loseLink();
      });
    };
    const open = (attempt: number): void => {
      if (settled) {
        leave();
        return;
      }
      const opened = (error: Error | undefined, channel: ClientChannel): void => {
        if (!error) collectFrom(channel);
        else if (settled) leave();
        else if (attempt < openAttempts) setTimeout(() => open(attempt + 1), openRetryMs);
        else {
          leave();
          settle(() =>
            reject(
              new ChannelRefusedError(`${link.host} allows no session for: ${during}`, { cause: error }),
            ),
          );
        }
      };
      try {
        link.client.exec(isKillable ? announceProcess(command) : command, opened);
      } catch {
        // ssh2 throws at once when its socket is no longer writable.
        loseLink();
      }
    };
    open(1);
  });
}

/** Gathers bytes and the exit status; `done` gets nothing when the channel closed without one. */
function collect(
  channel: ClientChannel,
  options: RunOptions,
  takeProcess: ((chunk: Buffer) => Buffer) | undefined,
  done: (result?: RawResult) => void,
): void {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const lines = options.onLine && splitLines(options.onLine);
  let exitCode: number | undefined;
  channel.on('data', (chunk: Buffer) => {
    stdout.push(chunk);
    lines?.(chunk);
  });
  channel.stderr.on('data', (chunk: Buffer) => stderr.push(takeProcess ? takeProcess(chunk) : chunk));
  channel.on('exit', (code: number | null, signalName?: string) => {
    if (code !== null) exitCode = code;
    else if (signalName) exitCode = 128;
  });
  channel.on('error', () => undefined);
  channel.on('close', () =>
    done(
      exitCode === undefined
        ? undefined
        : { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) },
    ),
  );
  channel.end(options.stdin);
}

function describeCommand(command: string): string {
  const firstLine = command.split('\n', 1)[0] ?? '';
  return firstLine.length > 60 ? `${firstLine.slice(0, 60)}…` : firstLine;
}
