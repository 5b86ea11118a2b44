import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runTool } from '@wescale/build-cache';
import { adminKubeconfigName, type KapsuleControlPlaneConfiguration } from '@wescale/stage-kubernetes';

export const apiName = 'test.api.k8s.fr-par.scw.cloud';

/** A running `kapsule control-plane`. */
export interface ControlPlane {
  pid: number;
  /** kubectl as the admin. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** Ends it by a signal and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<void>;
  log(): string;
}

/** A loopback address on which nobody has the port. */
export async function freeLoopbackAddress(port: number): Promise<string> {
  for (;;) {
    const address = ['127', randomInt(1, 255), randomInt(256), randomInt(1, 255)].join('.');
    const server = createServer();
    server.listen(port, address);
    try {
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return address;
    } catch {
      // Somebody has it.
    }
  }
}

/** A configuration as Scaleway's clusters are. */
export const configurationOf = (
  directory: string,
  address: string,
  version: string,
): KapsuleControlPlaneConfiguration => ({
  ...{ directory, address, port: 6443, names: [apiName], version },
  ...{ podCidr: '100.64.0.0/15', serviceCidr: '10.32.0.0/20', serviceDnsIp: '10.32.0.10' },
});

/** Starts the program over a configuration; resolves once it says it is ready. It ends with this process. */
export async function startControlPlane(
  program: string,
  configuration: KapsuleControlPlaneConfiguration,
): Promise<ControlPlane> {
  const { directory, address, port } = configuration;
  const file = `${directory}.json`;
  await writeFile(file, JSON.stringify(configuration));
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', program, 'control-plane', `--configuration=${file}`],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = once(child, 'exit');
  const early = ended.then(() => {
    throw new Error(`the control plane ended: ${text}`);
  });
  early.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), early])) as [
    string,
  ];
  if (line !== '{"state":"ready"}') throw new Error(`the control plane says ${line}`);
  const kubeconfig = `${directory}.kubeconfig`;
  const admin = await readFile(join(directory, adminKubeconfigName), 'utf8');
  // The name leads nowhere: nobody serves it here.
  const reached = `https://${address}:${port}\n    tls-server-name: ${apiName}`;
  await writeFile(kubeconfig, admin.replace(`https://${apiName}:${port}`, reached), { mode: 0o600 });
  return {
    pid: processId(child),
    kubectl: (...args) => runTool(program, ['kubectl', ...args], { environment: { KUBECONFIG: kubeconfig } }),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
    log: () => text,
  };
}

function processId(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('the control plane has no process');
  return child.pid;
}

/** Its children, by what they are called. */
export async function childrenOf(pid: number): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const line of (await runTool('ps', ['-e', '--format=pid=,ppid=,comm='])).trim().split('\n')) {
    const [child = '', parent, name = ''] = line.trim().split(/\s+/);
    if (parent === String(pid)) found[name] = Number(child);
  }
  return found;
}

/** Where a process listens, TCP and UDP. */
export async function listenersOf(pids: readonly number[]): Promise<string[]> {
  const lines = (await runTool('ss', ['-Hltunp'])).split('\n');
  return lines
    .filter((line) => pids.some((pid) => line.includes(`pid=${String(pid)},`)))
    .map((line) => line.split(/\s+/)[4] ?? '');
}

/** HTTP status for somebody without any credentials. */
export async function anonymousStatus(url: string): Promise<number | undefined> {
  const asked = get(url, { agent: new Agent({ rejectUnauthorized: false }) });
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  reply.resume();
  return reply.statusCode;
}
