import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { HelmNotRunnableError } from '../errors.ts';
import { hideSecrets, type SecretTexts } from '../release/secrets.ts';
import { helmFailure } from './helm-failure.ts';
import type { Helm } from './create-helm.ts';

export interface HelmCall {
  args: readonly string[];
  /** What this is about, for error messages: `rendering chart rancher 2.15.0`. */
  about: string;
  stdin?: string;
  signal?: AbortSignal | undefined;
  secrets?: SecretTexts;
  /** Gives helm the kubeconfig. @default false */
  usesCluster?: boolean;
}

/** Helm gets this long to end after SIGTERM; then it is killed, and the next run repairs what it leaves. */
const graceMs = 15_000;

/**
 * Runs helm to its end, and returns what it printed on stdout. Warnings on stderr are no failure.
 *
 * @throws {@link HelmFailedError} when its exit code is not 0
 */
export async function runHelm(helm: Helm, call: HelmCall): Promise<string> {
  call.signal?.throwIfAborted();
  await mkdir(helm.homeDirectory, { recursive: true, mode: 0o700 });
  const cluster =
    call.usesCluster === true && helm.kubeconfig !== undefined
      ? [
          ...['--kubeconfig', helm.kubeconfig],
          ...(helm.context === undefined ? [] : ['--kube-context', helm.context]),
        ]
      : [];
  const [program, ...args] = [...wrapper(), helm.program, ...call.args, ...cluster];
  const child = spawn(program ?? helm.program, args, { env: helmEnvironment(helm), stdio: 'pipe' });
  const ended = once(child, 'close').catch((cause: unknown) => {
    throw new HelmNotRunnableError(`${helm.program} cannot be run`, { cause });
  });
  const end = (): void => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  };
  call.signal?.addEventListener('abort', end, { once: true });
  try {
    // Helm may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.stdin ?? '');
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended as Promise<[number | null, NodeJS.Signals | null]>,
    ]);
    call.signal?.throwIfAborted();
    if (exitCode === 0) return stdout;
    const said = hideSecrets(stderr, call.secrets ?? []).trim();
    if (exitCode === 127 && said.startsWith('setpriv:'))
      throw new HelmNotRunnableError(`${helm.program} cannot be run: ${said}`);
    throw helmFailure(call.about, said === '' ? `it ended without a word (${String(exitCode)})` : said);
  } finally {
    call.signal?.removeEventListener('abort', end);
  }
}

/** Private folders, no plugins, no colours; nothing of this process's own environment. */
export function helmEnvironment(helm: Helm): Record<string, string> {
  const folder = (name: string): string => join(helm.homeDirectory, name);
  return {
    ...helm.environment,
    HOME: helm.homeDirectory,
    TMPDIR: helm.homeDirectory,
    HELM_CACHE_HOME: folder('cache'),
    HELM_CONFIG_HOME: folder('config'),
    HELM_DATA_HOME: folder('data'),
    HELM_NO_PLUGINS: '1',
    NO_COLOR: '1',
  };
}

const setpriv = '/usr/bin/setpriv';

/**
 * Where util-linux is, a helm whose parent is killed gets SIGTERM: it marks its release as failed and ends, instead of
 * working on while the next run thinks that nobody does.
 */
const wrapper = (): string[] =>
  process.platform === 'linux' && existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', '--'] : [];
