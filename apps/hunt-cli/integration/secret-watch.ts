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
        if (text.includes('PRIVATE KEY')) found.set(name, text);
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

/** The parts of a private key that a leak would show: lines of base64 that only this key has. */
export function tellingLines(privateKey: string): string[] {
  const lines = privateKey.split('\n').filter((line) => /^[A-Za-z0-9+/=]{40,}$/.test(line));
  // The first line of an OpenSSH key holds its format, which all keys share.
  return lines.slice(1);
}
