import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { openApi, type OpenedApi } from '@wescale/k3s-bootstrap';
import { ensureHelm } from '@wescale/real-servers';
import {
  createSshKeyPair,
  startDebianMachine,
  startOutsider,
  type DebianMachine,
  type Outsider,
} from '@wescale/stage';
import { ensureK3sRelease } from '@wescale/stage-kubernetes';
import { imageServerProgram, makeImages } from './serve-images.ts';
import { openSshConnection, type SshConnection } from './ssh-connection.ts';
import { startReleaseServer, type ReleaseServer } from './start-release-server.ts';

export const versions = { first: 'v1.36.3+k3s1', second: 'v1.36.4+k3s1' } as const;

/** A machine with nothing on it, and beside it what k3s is fetched from, a registry and a stranger. */
export interface K3sWorld extends AsyncDisposable {
  machine: DebianMachine;
  host: SshConnection;
  releases: ReleaseServer;
  registryUrl: string;
  outsider: Outsider;
  /** Runs a line as root on the machine, beside the connection; throws when it fails. */
  shell(line: string): Promise<string>;
  /** kubectl of this host, through a forward that is opened for it. */
  kubectl(args: readonly string[], stdin?: string): Promise<string>;
}

export async function startK3sWorld(): Promise<K3sWorld> {
  const [, { kubectl: program }, ...folders] = await Promise.all([
    // The image server runs in a network from which nothing can be fetched.
    makeImages(),
    ensureHelm(),
    ...Object.values(versions).map(async (version) => (await ensureK3sRelease(version)).folder),
  ]);
  await using parts = new AsyncDisposableStack();
  const { publicKey, privateKey } = await createSshKeyPair();
  const machine = parts.use(await startDebianMachine({ authorizedKey: publicKey }));
  const host = parts.use(await openSshConnection(machine.address, machine.hostKey, privateKey));
  const network = `/run/netns/hunt-${machine.name}`;
  const gateway = machine.address.replace(/\d+$/, '1');
  const registry = await startImageServer(network, gateway);
  parts.defer(() => void registry.kill());
  const releases = parts.use(await startReleaseServer(network, gateway));
  const path = new URL(releases.artifactUrl).pathname;
  await releases.serve({
    channels: { stable: versions.first },
    folders: Object.fromEntries(
      Object.values(versions).map((version, index) => [`${path}/${version}/`, `${folders[index] ?? ''}/`]),
    ),
  });
  const outsider = parts.use(await startOutsider({ name: machine.name }));
  let api: OpenedApi | undefined;
  parts.defer(() => api?.[Symbol.asyncDispose]());
  const all = parts.move();
  return {
    machine,
    host,
    releases,
    registryUrl: `http://${gateway}:5000`,
    outsider,
    async shell(line) {
      const { exitCode, stdout, stderr } = await machine.run(line);
      if (exitCode !== 0) throw new Error(`${line}: ${stdout}${stderr}`);
      return stdout.trim();
    },
    async kubectl(args, stdin) {
      api ??= await openApi(host, { name: 'hunt' });
      const ran = promisify(execFile)(program, [
        '--kubeconfig',
        api.kubeconfig,
        '--request-timeout=10s',
        ...args,
      ]);
      ran.child.stdin?.end(stdin);
      return (await ran).stdout.trim();
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  };
}

async function startImageServer(network: string, address: string): Promise<ChildProcess> {
  const child = spawn(
    'nsenter',
    [
      ...[`--net=${network}`, 'setpriv', '--pdeathsig', 'TERM', process.execPath],
      ...['--conditions=@wescale/source', imageServerProgram, address, '5000'],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const ended = once(child, 'exit').then(() => {
    throw new Error('the image server ended before it served; its own words are above');
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return child;
}
