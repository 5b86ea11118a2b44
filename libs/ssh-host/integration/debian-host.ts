import { startDebianMachine, type DebianMachine } from '@wescale/stage';
import {
  applyHost,
  connectHost,
  generateKeyPair,
  planHost,
  readHost,
  type ApplyOptions,
  type HostApplyResult,
  type HostChange,
  type HostConnection,
  type HostPlan,
  type Resource,
} from '@wescale/ssh-host';

/** A booted Debian machine with an open connection, and the three steps in one call each. */
export interface DebianHost extends AsyncDisposable {
  machine: DebianMachine;
  connection: HostConnection;
  privateKey: string;
  publicKey: string;
  plan(resources: Resource[]): Promise<HostPlan>;
  changes(resources: Resource[]): Promise<readonly HostChange[]>;
  apply(resources: Resource[], options?: ApplyOptions): Promise<HostApplyResult>;
  /** Opens the connection anew, after a reboot. */
  reconnect(): Promise<void>;
  /** Runs a shell line beside the connection; throws when it fails. */
  shell(line: string): Promise<string>;
}

export async function startDebianHost(): Promise<DebianHost> {
  const { privateKey, publicKey } = generateKeyPair('test');
  const machine = await startDebianMachine({ authorizedKey: publicKey });
  const connect = (): Promise<HostConnection> =>
    connectHost({ host: machine.address, privateKey, hostKey: machine.hostKey });
  let connection = await connect();
  const plan = async (resources: Resource[]): Promise<HostPlan> =>
    planHost(await readHost(connection, resources), resources);
  return {
    machine,
    get connection() {
      return connection;
    },
    privateKey,
    publicKey,
    plan,
    changes: async (resources) => (await plan(resources)).changes,
    apply: async (resources, options) => applyHost(connection, await plan(resources), options),
    async shell(line) {
      const { exitCode, stdout, stderr } = await machine.run(line);
      if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
      return stdout.trimEnd();
    },
    async reconnect() {
      await connection.close();
      connection = await connect();
    },
    async [Symbol.asyncDispose]() {
      await connection.close();
      await machine[Symbol.asyncDispose]();
    },
  };
}
