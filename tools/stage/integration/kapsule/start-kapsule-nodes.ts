import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runTool } from '@wescale/build-cache';
import { createSshKeyPair, startDebianMachine, type DebianMachine } from '@wescale/stage';
import {
  ensureKapsuleRelease,
  kapsuleVersions,
  type KapsuleControlPlaneConfiguration,
  type KapsuleNodeConfiguration,
  type KapsuleNodeCredentials,
} from '@wescale/stage-kubernetes';
import { startImageServer } from '../k3s/start-image-server.ts';
import { runInMachine } from '../run-in-machine.ts';
import { networkOf, startInNetwork } from '../start-in-network.ts';

const network = { podCidr: '100.64.0.0/15', serviceCidr: '10.32.0.0/20', serviceDnsIp: '10.32.0.10' };
const apiName = 'test.api.k8s.fr-par.scw.cloud';

const unit = `[Unit]
Description=Kapsule node
After=network-online.target
[Service]
Type=notify
KillMode=process
Delegate=yes
LimitNOFILE=1048576
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=1s
ExecStart=/usr/local/bin/kapsule node --configuration=/etc/kapsule.json
[Install]
WantedBy=multi-user.target
`;

/** A machine that is a node. */
export interface KapsuleNode {
  name: string;
  machine: DebianMachine;
  /** Runs a line as root in the machine and answers with its standard output; fails when the line does. */
  run(line: string): Promise<string>;
}

/** A control plane, and two machines as its nodes, started and ready. */
export interface KapsuleNodes extends AsyncDisposable {
  nodes: [KapsuleNode, KapsuleNode];
  /** kubectl as the admin, in the network of the control plane. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** The same, asked again until it succeeds and its output is as wanted. */
  until(args: readonly string[], isWanted?: (output: string) => boolean): Promise<string>;
  apply(manifest: string): Promise<void>;
  /** What the Service answers on its port, reached through kubectl's port-forward. */
  getForwarded(service: string): Promise<string>;
}

/** Starts all; each machine is in a network of its own, with a link between the two. */
export async function startKapsuleNodes(): Promise<KapsuleNodes> {
  const version = kapsuleVersions[0] ?? '';
  const { file: program } = await ensureKapsuleRelease(version);
  const directory = await mkdtemp(path.join(tmpdir(), 'kapsule-'));
  const machines: DebianMachine[] = [];
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const machine of machines) await machine[Symbol.asyncDispose]();
    for (const child of children) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await rm(directory, { recursive: true });
  };
  try {
    const { publicKey: authorizedKey } = await createSshKeyPair();
    const [first, second] = [
      await startDebianMachine({ authorizedKey }),
      await startDebianMachine({ authorizedKey }),
    ];
    machines.push(first, second);
    const gateway = first.address.replace(/\d+$/, '1');
    await linkNetworks([first, [first.address, gateway]], [second, [second.address]]);
    const namespace = networkOf(first);
    const data = path.join(directory, 'cluster');
    const plane: KapsuleControlPlaneConfiguration = {
      ...network,
      ...{ directory: data, address: gateway, port: 6443, names: [apiName], version },
    };
    await writeFile(path.join(directory, 'plane.json'), JSON.stringify(plane));
    const images = await startImageServer(namespace, gateway);
    children.push(images.server);
    const controlPlane = [program, 'control-plane', `--configuration=${directory}/plane.json`];
    children.push(await startInNetwork(namespace, controlPlane, directory));
    const join = async (name: string, machine: DebianMachine): Promise<KapsuleNode> => {
      const asked = [
        'node-credentials',
        `--directory=${data}`,
        `--name=${name}`,
        `--address=${machine.address}`,
      ];
      const credentials = JSON.parse(await runTool(program, asked)) as KapsuleNodeCredentials;
      return startNode(program, machine, {
        ...network,
        ...{ credentials, name, address: machine.address, registryMirror: images.url },
        providerId: `scaleway://instance/fr-par-1/${name}`,
        labels: { 'k8s.scaleway.com/pool-name': 'default' },
        kubeletArguments: { 'max-pods': '50' },
      });
    };
    const nodes: [KapsuleNode, KapsuleNode] = await Promise.all([
      join('node-1', first),
      join('node-2', second),
    ]);

    const kubectlProgram = [program, 'kubectl', `--kubeconfig=${data}/admin.kubeconfig`];
    // The name leads nowhere: nobody serves it here.
    kubectlProgram.push(`--server=https://${gateway}:6443`, `--tls-server-name=${apiName}`);
    const kubectl = (...args: readonly string[]): Promise<string> =>
      runTool('nsenter', [`--net=${namespace}`, ...kubectlProgram, ...args]);
    const until: KapsuleNodes['until'] = async (args, isWanted = () => true) => {
      const end = Date.now() + 60_000;
      for (let last: unknown; ;) {
        try {
          last = await kubectl(...args);
          if (isWanted(last as string)) return last as string;
        } catch (error) {
          last = error;
        }
        if (Date.now() > end) {
          const journals = nodes.map((node) =>
            node.run('journalctl --no-pager --lines=40 --output=cat --unit=kapsule'),
          );
          const said = (await Promise.all(journals)).join('\n---\n');
          throw new Error(`not in 60 s: kubectl ${args.join(' ')}: ${String(last)}\n${said}`);
        }
        await sleep(100);
      }
    };
    const apply = async (manifest: string): Promise<void> => {
      const file = path.join(directory, 'manifest.yaml');
      await writeFile(file, manifest);
      await kubectl('apply', `--filename=${file}`);
    };
    const getForwarded = (service: string): Promise<string> => {
      const script = `"$@" >/dev/null & curl --silent --fail --retry 50 --retry-delay 1 --retry-connrefused http://127.0.0.1:18080; kill $!`;
      const forward = ['port-forward', `service/${service}`, '18080:80'];
      const command = ['bash', '-c', script, 'bash', ...kubectlProgram, ...forward];
      return runTool('nsenter', [`--net=${namespace}`, ...command]);
    };
    return { nodes, kubectl, until, apply, getForwarded, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Leads from each machine's network to the addresses in the other's. The link goes with the networks. */
async function linkNetworks(
  ...sides: readonly [[DebianMachine, readonly string[]], [DebianMachine, readonly string[]]]
): Promise<void> {
  const [[one], [other]] = sides;
  const ip = (...args: readonly string[]): Promise<string> => runTool('ip', args);
  const end = (machine: DebianMachine, name: string): string[] => [
    'name',
    name,
    'netns',
    `hunt-${machine.name}`,
  ];
  await ip('link', 'add', ...end(one, 'other'), 'type', 'veth', 'peer', ...end(other, 'other'));
  for (const [index, [machine]] of sides.entries()) {
    const at = ['-netns', `hunt-${machine.name}`];
    const [, reached] = index === 0 ? sides[1] : sides[0];
    await ip(...at, 'address', 'add', `192.0.2.${String(index + 1)}/30`, 'dev', 'other');
    await ip(...at, 'link', 'set', 'other', 'up');
    for (const address of reached)
      await ip(...at, 'route', 'replace', `${address}/32`, 'via', `192.0.2.${String(2 - index)}`);
  }
}

async function startNode(
  program: string,
  machine: DebianMachine,
  configuration: KapsuleNodeConfiguration,
): Promise<KapsuleNode> {
  const run: KapsuleNode['run'] = (line) => runInMachine(machine, line);
  const inMachine = (file: string): string => path.join(machine.filesFolder(), file);
  await copyFile(program, inMachine('usr/local/bin/kapsule'));
  await chmod(inMachine('usr/local/bin/kapsule'), 0o755);
  await writeFile(inMachine('etc/kapsule.json'), JSON.stringify(configuration), { mode: 0o600 });
  await writeFile(inMachine('etc/systemd/system/kapsule.service'), unit);
  // What may hold the layers of containers: /var/lib/rancher is no overlay.
  await run('mkdir /var/lib/rancher/containerd; ln -s /var/lib/rancher/containerd /var/lib/containerd');
  await run('systemctl daemon-reload; systemctl enable kapsule; systemctl start kapsule');
  return { name: configuration.name, machine, run };
}
