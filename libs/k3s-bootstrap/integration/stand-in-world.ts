import { createHash } from 'node:crypto';
import {
  applyK3s,
  planK3s,
  readK3s,
  type K3sChange,
  type K3sDesired,
  type K3sFacts,
} from '@wescale/k3s-bootstrap';
import { createSshKeyPair, startDebianMachine, type DebianMachine } from '@wescale/stage';
import { openSshConnection, type SshConnection } from './ssh-connection.ts';
import { standIn } from './stand-in.ts';
import { networkOf, startReleaseServer, type ReleaseServer } from './start-release-server.ts';

export const first = 'v1.36.3+k3s1';
/** Large enough to be cut several times. */
export const program: Buffer = standIn(first, 300_000);

/** A machine, a release server on its loopback, and the three steps for what stands in for k3s. */
export interface StandInWorld extends AsyncDisposable {
  machine: DebianMachine;
  host: SshConnection;
  server: ReleaseServer;
  /** What is wished for; a test changes it. */
  desired: K3sDesired;
  /** The wishes that a test begins with. */
  wish(): void;
  shell(line: string): Promise<string>;
  /** How the stand-in is going to behave; see `stand-in.ts`. */
  mood(text: string): Promise<string>;
  changes(): Promise<readonly K3sChange[]>;
  actions(): Promise<string[]>;
  apply(onProgress?: (message: string) => void): Promise<K3sFacts>;
  /** The ranges in which the program was asked for. */
  downloads(): (string | undefined)[];
}

export async function startStandInWorld(): Promise<StandInWorld> {
  await using parts = new AsyncDisposableStack();
  const { publicKey, privateKey } = await createSshKeyPair();
  const machine = parts.use(await startDebianMachine({ authorizedKey: publicKey }));
  const host = parts.use(await openSshConnection(machine.address, machine.hostKey, privateKey));
  const server = parts.use(await startReleaseServer(networkOf(machine), '127.0.0.1'));
  const all = parts.move();
  const begin: K3sDesired = {
    version: first,
    channelUrl: server.channelUrl,
    artifactUrl: server.artifactUrl,
    configuration: { disable: ['traefik'], token: 'a-secret-of-the-cluster' },
  };
  const shell = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await machine.run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    return stdout.trimEnd();
  };
  const world: StandInWorld = {
    machine,
    host,
    server,
    desired: begin,
    wish() {
      world.desired = begin;
    },
    shell,
    mood: (text) => shell(`printf '%s' '${text}' >/etc/stand-in`),
    changes: async () => planK3s(await readK3s(host, world.desired), world.desired).changes,
    actions: async () => (await world.changes()).map(({ action, subject }) => `${action} ${subject}`),
    apply: async (onProgress) =>
      applyK3s(host, planK3s(await readK3s(host, world.desired), world.desired), {
        timeoutMs: 20_000,
        ...(onProgress && { onProgress }),
      }),
    downloads: () => server.requests.filter(({ path }) => path.endsWith('/k3s')).map(({ range }) => range),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  };
  return world;
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
