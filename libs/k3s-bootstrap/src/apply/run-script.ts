import {
  ApplyFailedError,
  ChecksumMismatchError,
  DownloadFailedError,
  HostUnsuitableError,
  LockHeldError,
} from '../errors.ts';
import { explanations } from '../failure/explain-failure.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import type { Answers } from '../read/parse-answers.ts';
import { parseFacts } from '../read/parse-probe.ts';

/** Runs a script that prints facts, passes on its progress, and throws what it stopped for. */
export async function runScript(
  host: K3sHost,
  script: string,
  during: string,
  { signal, onProgress }: WaitOptions,
): Promise<Answers> {
  const { stdout, stderr, exitCode } = await host.run('/bin/sh -s', {
    stdin: script,
    during,
    onLine: (line) => {
      for (const message of parseFacts(line).answers.get('progress') ?? []) onProgress?.(message);
    },
    ...(signal && { signal }),
  });
  const { answers } = parseFacts(stdout);
  const failure = answers.get('failure')?.[0];
  if (failure !== undefined) throw errorOf(host.host, failure.split('\n'));
  if (!answers.has('done'))
    throw new ApplyFailedError(host.host, during, stderr.trim() || `the script ended with ${exitCode}`);
  return answers;
}

/** What the scripts' function `stop` said: a kind, and what this kind is told with. */
function errorOf(host: string, [kind, first = '', second = '', ...more]: readonly string[]): Error {
  switch (kind) {
    case 'lock-held':
      return new LockHeldError(host, first);
    case 'download-failed':
      return new DownloadFailedError(host, first, [second, ...more].join(' ').trim());
    case 'checksum-mismatch':
      return new ChecksumMismatchError(first, second, more[0] ?? '');
    case 'disk-full':
      return new HostUnsuitableError(host, [
        { kind: 'disk-full', explanation: `${explanations['disk-full']()} (${first})` },
      ]);
    default:
      return new ApplyFailedError(host, first, [second, ...more].join(' ').trim() || 'without a word');
  }
}
