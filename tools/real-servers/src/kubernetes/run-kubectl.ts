import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';

export interface KubectlOptions {
  /** Given to it on its standard input: `apply -f -`. */
  stdin?: string;
  signal?: AbortSignal;
}

/** Runs kubectl with a kubeconfig and returns what it printed. @throws with its standard error when it fails */
export async function runKubectl(
  kube: string,
  kubeconfig: string,
  args: readonly string[],
  options: KubectlOptions = {},
): Promise<string> {
  // Its caches lie beside the kubeconfig, not in the developer's home.
  const environment = { PATH: process.env['PATH'], HOME: dirname(kubeconfig), KUBECONFIG: kubeconfig };
  const child = spawn(kube, ['kubectl', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: environment,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  // It may end without having read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${errors.trim()}`);
  return output;
}
