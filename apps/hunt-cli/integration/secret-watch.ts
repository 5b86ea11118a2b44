import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Looks at every process of this host, machines of stages included, until it is stopped. */
export interface CommandLineWatch extends AsyncDisposable {
  /** Every command line seen, arguments parted by spaces. */
  seen: Set<string>;
}

/** A world-readable place that every program on the host can look into: proc(5), `/proc/PID/cmdline`. */
export function watchCommandLines(): CommandLineWatch {
  const seen = new Set<string>();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const lines = await Promise.all(
        processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
      );
      for (const line of lines) if (line !== '') seen.add(line.replaceAll('\0', ' '));
      await sleep(25);
    }
  })();
  return {
    seen,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
    },
  };
}

/** Collects every secret that lies in a store while hunt works: some are dropped again before it ends. */
export interface SecretCollector extends AsyncDisposable {
  /** Content of each file, by its name. */
  found: Map<string, string>;
}

export function collectSecrets(directory: string): SecretCollector {
  const found = new Map<string, string>();
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      for (const name of await readdir(directory).catch(() => [])) {
        const text = await readFile(`${directory}/${name}`, 'utf8').catch(() => '');
        // Half-written files start with a dot; known_hosts holds what the machine shows to everybody.
        if (text !== '' && !name.startsWith('.') && name !== 'known_hosts') found.set(name, text);
      }
      await sleep(25);
    }
  })();
  return {
    found,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await watching;
    },
  };
}

/** The lines of a secret that a leak would show. */
export function tellingLines(secret: string): string[] {
  const lines = secret.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
  // The first line of an OpenSSH key holds its format, which all keys share.
  return secret.startsWith('-----BEGIN OPENSSH') ? lines.slice(1) : lines;
}
