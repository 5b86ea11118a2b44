import {
  startScalewayEmulator,
  type JournalEntry,
  type ScalewayEmulator,
  type ScalewayEmulatorOptions,
} from '@wescale/scaleway-emulator';
import {
  applyInfra,
  createScalewayClient,
  planInfra,
  readInfra,
  type DesiredInfra,
  type InfraPlan,
  type OperationOptions,
  type PlanOptions,
  type ScalewayClient,
  type ScalewayClientOptions,
} from '@wescale/scw-infra';

/** What the tests want to exist. The cloud-init holds a word that no message may contain. */
export const desiredInfra: DesiredInfra = {
  name: 'demo',
  tag: 'app=demo',
  sshKey: {
    name: 'demo-key',
    publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO operator',
  },
  securityGroup: {
    inboundDefaultPolicy: 'drop',
    rules: [
      { protocol: 'TCP', portFrom: 22, ipRange: '192.0.2.1/32' },
      { protocol: 'TCP', portFrom: 443 },
      { protocol: 'UDP', portFrom: 53 },
    ],
  },
  instance: {
    commercialType: 'DEV1-S',
    imageLabel: 'debian_bookworm',
    rootVolumeSizeBytes: 20_000_000_000,
    cloudInit: '#cloud-config\nwrite_files: [{ path: /etc/secret, content: hush-hush }]\n',
  },
};

/** How many of each kind there are in the whole account, tagged or not. */
export interface Census {
  servers: number;
  ips: number;
  securityGroups: number;
  volumes: number;
  sshKeys: number;
}

export const oneOfEach: Census = { servers: 1, ips: 1, securityGroups: 1, volumes: 1, sshKeys: 1 };
export const nothing: Census = { servers: 0, ips: 0, securityGroups: 0, volumes: 0, sshKeys: 0 };

/** An emulator, and what tests do with it again and again. */
export interface TestWorld extends AsyncDisposable {
  emulator: ScalewayEmulator;
  client: ScalewayClient;
  clientWith(options: Partial<ScalewayClientOptions>): ScalewayClient;
  /** A call past the library, as another user of the account would make it. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  census(): Promise<Census>;
  converge(options?: ConvergeOptions): Promise<InfraPlan>;
}

export interface ConvergeOptions extends OperationOptions, PlanOptions {
  client?: ScalewayClient;
  desired?: DesiredInfra;
}

export const isWrite = ({ method }: Pick<JournalEntry, 'method'>): boolean => method !== 'GET';

/** Retries without delay worth speaking of: the emulator is a hundred times faster than Scaleway. */
export const quickRetry = { baseDelayMs: 5, maxDelayMs: 20, iamSettleMs: 10_000, transientMs: 10_000 };

async function listLength(call: TestWorld['call'], path: string, key: string): Promise<number> {
  const answer = (await call('GET', path)) as Record<string, { project_default?: boolean }[]>;
  return (answer[key] ?? []).filter((item) => item.project_default !== true).length;
}

export async function startWorld(options: ScalewayEmulatorOptions = {}): Promise<TestWorld> {
  const emulator = await startScalewayEmulator({ timeScale: 0.002, ...options });
  const zone = 'fr-par-1';
  const clientWith: TestWorld['clientWith'] = (more) =>
    createScalewayClient({
      apiUrl: emulator.url,
      ...emulator.account,
      region: 'fr-par',
      zone,
      retry: quickRetry,
      ...more,
    });
  const client = clientWith({});
  const call: TestWorld['call'] = async (method, path, body) => {
    const response = await fetch(`${emulator.url}${path}`, {
      method,
      headers: {
        'X-Auth-Token': emulator.account.secretKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return answer === '' ? undefined : (JSON.parse(answer) as unknown);
  };
  const census = async (): Promise<Census> => {
    const instance = `/instance/v1/zones/${zone}`;
    const [servers, ips, securityGroups, volumes, sshKeys] = await Promise.all([
      listLength(call, `${instance}/servers`, 'servers'),
      listLength(call, `${instance}/ips`, 'ips'),
      listLength(call, `${instance}/security_groups`, 'security_groups'),
      listLength(call, `/block/v1/zones/${zone}/volumes`, 'volumes'),
      listLength(call, '/iam/v1alpha1/ssh-keys', 'ssh_keys'),
    ]);
    return { servers, ips, securityGroups, volumes, sshKeys };
  };
  const converge: TestWorld['converge'] = async (how = {}) => {
    const desired = how.desired ?? desiredInfra;
    const through = how.client ?? client;
    const plan = planInfra(await readInfra(through, desired, how), desired, how);
    await applyInfra(through, desired, plan, how);
    return plan;
  };
  return {
    emulator,
    client,
    clientWith,
    call,
    census,
    converge,
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}
