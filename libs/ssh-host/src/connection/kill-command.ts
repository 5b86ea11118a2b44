import type { HostLink } from './host-link.ts';

const announcement = /^ssh-host:(\d+)\n/;

/**
 * The command, first telling its process number on stderr. OpenSSH refuses SSH's own signal request for root's
 * sessions, and a closed channel alone does not end a program that neither reads nor writes.
 */
export function announceProcess(command: string): string {
  return `echo "ssh-host:$$" >&2; ${command}`;
}

/**
 * Takes the process number off the beginning of stderr, and kills the process and its children once `signal` is
 * aborted. sshd makes the command the leader of a session, so its number is also that of its process group.
 */
export function killWhenAborted(link: HostLink, signal: AbortSignal): (chunk: Buffer) => Buffer {
  let pending: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (!pending) return chunk;
    pending = Buffer.concat([pending, chunk]);
    if (!pending.includes(10)) return Buffer.alloc(0);
    const [line = '', group] = announcement.exec(pending.toString('latin1')) ?? [];
    const rest = pending.subarray(line.length);
    pending = undefined;
    if (group === undefined) return rest;
    const kill = (): void => {
      const killed = sendKill(link, group).finally(() => link.pending.delete(killed));
      link.pending.add(killed);
    };
    if (signal.aborted) kill();
    else signal.addEventListener('abort', kill, { once: true });
    return rest;
  };
}

/** Resolves when the host has done it, or cannot be told any more. */
function sendKill({ client }: HostLink, group: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      // Not queued: of the ten sessions a host allows, the queue leaves two for this.
      client.exec(`kill -KILL -- -${group}`, (error, channel) => {
        if (error) resolve();
        else
          channel
            .on('close', () => resolve())
            .resume()
            .stderr.resume();
      });
    } catch {
      // The link is gone, and with it the way to reach the process.
      resolve();
    }
  });
}
