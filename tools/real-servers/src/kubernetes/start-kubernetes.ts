import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ensureKubernetes } from '@wescale/stage-kubernetes';
import { freePort } from '../free-port.ts';
import { runProgram } from '../run-program.ts';
import { apiServer, controllerManager, etcd, scheduler, type ControlPlane } from './control-plane.ts';
import { runComponent, type RunningComponent } from './run-component.ts';
import { runKubectl, type KubectlOptions } from './run-kubectl.ts';

export interface KubernetesOptions {
  signal?: AbortSignal;
  /** Hears that Kubernetes is being built, because it takes minutes. @default standard error */
  onProgress?: (message: string) => void;
}

/** A control plane of its own on loopback, without nodes; gone with all it knows at dispose. */
export interface RunningKubernetes extends AsyncDisposable {
  /** Of the API server: `https://127.0.0.1:…`. */
  url: string;
  /** What the API server says to be: `v1.36.3`. */
  version: string;
  /** Path of the admin's kubeconfig, mode 0600; its one context is `default`. */
  kubeconfig: string;
  /** Runs kubectl as the admin and returns what it printed. @throws with its standard error when it fails */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<string>;
  /** What its parts logged so far. */
  log(): string;
}

/**
 * Starts etcd, an API server, the controllers and a scheduler on free loopback ports, and waits until objects can be
 * made. Deployments get pods, and pods stay `Pending`: there is no node. Kubernetes is built at the first call on a
 * machine.
 *
 * @throws when Go is not installed, or a part does not start; the error carries its log.
 */
export async function startKubernetes(options: KubernetesOptions = {}): Promise<RunningKubernetes> {
  const { kube, version } = await ensureKubernetes(options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(kube, version, options.signal);
    } catch (error) {
      options.signal?.throwIfAborted();
      // Somebody took a port between finding it free and listening on it.
      if (!String(error).includes('address already in use') || attempt === 5) throw error;
    }
  }
}

async function launch(kube: string, version: string, signal?: AbortSignal): Promise<RunningKubernetes> {
  const directory = await mkdtemp(join(tmpdir(), 'kubernetes-'));
  const [etcdPort, etcdPeerPort, apiPort] = [await freePort(), await freePort(), await freePort()];
  const plane: ControlPlane = { directory, etcdPort, etcdPeerPort, apiPort };
  const url = `https://127.0.0.1:${apiPort}`;
  const kubeconfig = join(directory, 'pki/admin.kubeconfig');
  const parts: RunningComponent[] = [];
  const dispose = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.kill()));
    await rm(directory, { recursive: true, force: true });
  };
  const log = (): string => parts.map((part) => part.log()).join('');
  const kubectl = (args: readonly string[], given: KubectlOptions = {}): Promise<string> =>
    runKubectl(kube, kubeconfig, args, given);
  try {
    await mkdir(join(directory, 'pki'), { mode: 0o700 });
    const pki = ['-directory', join(directory, 'pki'), '-server', url, '-names', '127.0.0.1'];
    await runProgram(kube, ['pki', ...pki]);
    // The API server itself waits for etcd.
    for (const make of [etcd, apiServer]) parts.push(await runComponent(kube, make(plane)));
    const trusted = await readFile(join(directory, 'pki/ca.crt'), 'utf8');
    while (!(await isReady(url, trusted))) {
      const ended = parts.find((part) => part.ended !== undefined);
      if (ended !== undefined) throw new Error(`${ended.ended ?? ''}:\n${ended.log()}`);
      await setTimeout(50, undefined, signal === undefined ? {} : { signal });
    }
    for (const make of [controllerManager, scheduler]) parts.push(await runComponent(kube, make(plane)));
    // Made by a controller; no pod is accepted before.
    const wait = ['wait', '--for=create', 'serviceaccount/default', '--timeout=60s'];
    await kubectl(wait, signal === undefined ? {} : { signal });
  } catch (error) {
    const cause = new Error(log(), { cause: error });
    await dispose();
    signal?.throwIfAborted();
    throw new Error(`Kubernetes did not start: ${error instanceof Error ? error.message : ''}`, { cause });
  }
  return { url, version, kubeconfig, kubectl, log, [Symbol.asyncDispose]: dispose };
}

/** Asks as nobody in particular, which is allowed once the first roles are there. */
async function isReady(url: string, trusted: string): Promise<boolean> {
  const asked = get(`${url}/readyz`, { ca: trusted, agent: false });
  try {
    const [reply] = (await once(asked, 'response')) as [IncomingMessage];
    reply.resume();
    return reply.statusCode === 200;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return false;
    throw error;
  }
}
