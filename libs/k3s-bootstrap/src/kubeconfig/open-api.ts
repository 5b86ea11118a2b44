import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { K3sHost } from '../host.ts';
import { apiPortOf, readKubeconfig, rewriteKubeconfig } from './read-kubeconfig.ts';

/** A port of this machine that leads to one of the host's, as `HostConnection.forward` of `@wescale/ssh-host` opens. */
export interface Forward {
  forward(targetPort: number, targetHost?: string): Promise<AsyncDisposable & { host: string; port: number }>;
}

/** The API of a cluster, reachable from this machine for as long as it is open. */
export interface OpenedApi extends AsyncDisposable {
  url: string;
  /** Path of a kubeconfig, 0600 in a folder of its own; gone after disposal. */
  kubeconfig: string;
}

export interface OpenApiOptions {
  /** What cluster, user and context are called. @default 'default' */
  name?: string;
  /** Where the folder of the kubeconfig is made. @default the system's folder for temporary files */
  directory?: string;
  signal?: AbortSignal;
}

/**
 * Opens a way to an API that is closed from outside: a free loopback port, forwarded to the host's own loopback, whose
 * address the API's certificate is valid for.
 *
 * @example
 * await using api = await openApi(connection, { name: 'hunt' });
 * // kubectl --kubeconfig ${api.kubeconfig} get nodes
 */
export async function openApi(host: K3sHost & Forward, options: OpenApiOptions = {}): Promise<OpenedApi> {
  const { name, directory = tmpdir(), signal } = options;
  const original = await readKubeconfig(host, {
    ...(name !== undefined && { name }),
    ...(signal && { signal }),
  });
  const forwarded = await host.forward(apiPortOf(original), '127.0.0.1');
  try {
    const url = `https://${forwarded.host}:${forwarded.port}`;
    const folder = await mkdtemp(join(directory, 'k3s-api-'));
    const kubeconfig = join(folder, 'kubeconfig');
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      await writeFile(kubeconfig, rewriteKubeconfig(original, { server: url }), { mode: 0o600 });
    } catch (error) {
      await remove();
      throw error;
    }
    return {
      url,
      kubeconfig,
      async [Symbol.asyncDispose]() {
        await remove();
        await forwarded[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await forwarded[Symbol.asyncDispose]();
    throw error;
  }
}
