import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runTool } from '@wescale/build-cache';
import { createSshKeyPair, startDebianMachine, type DebianMachine } from '@wescale/stage';
import {
  ensureKapsuleRelease,
  kapsuleVersions,
  type KapsuleControlPlaneConfiguration,
  type KapsuleNodeConfiguration,
  type KapsuleNodeCredentials,
} from '@wescale/stage-kubernetes';

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

/** A control plane in the network of a machine, and the machine as its one node, started and ready. */
export interface KapsuleNode extends AsyncDisposable {
  machine: DebianMachine;
  /** Runs a line as root in the machine and answers with its standard output; fails when the line does. */
  run(line: string): Promise<string>;
  /** kubectl as the admin, in the network of the control plane. */
  kubectl(...args: readonly string[]): Promise<string>;
  /** The same, asked again until it succeeds and its output is as wanted. */
  until(args: readonly string[], isWanted?: (output: string) => boolean): Promise<string>;
  apply(manifest: string): Promise<void>;
}

export async function startKapsuleNode(): Promise<KapsuleNode> {
  const version = kapsuleVersions[0] ?? '';
  const { file: program } = await ensureKapsuleRelease(version);
  const { publicKey } = await createSshKeyPair();
  const directory = await mkdtemp(path.join(tmpdir(), 'kapsule-'));
  const machine = await startDebianMachine({ authorizedKey: publicKey });
  const namespace = `/run/netns/hunt-${machine.name}`;
  const gateway = machine.address.replace(/\d+$/, '1');
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await machine[Symbol.asyncDispose]();
    for (const child of children) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    await rm(directory, { recursive: true });
  };
  try {
    const run: KapsuleNode['run'] = async (line) => {
      const { exitCode, stdout, stderr } = await machine.run(line);
      if (exitCode !== 0) throw new Error(`${line}: exit code ${String(exitCode)}\n${stdout}${stderr}`);
      return stdout.trim();
    };
    const data = path.join(directory, 'cluster');
    const plane: KapsuleControlPlaneConfiguration = {
      ...network,
      ...{ directory: data, address: gateway, port: 6443, names: [apiName], version },
    };
    await writeFile(path.join(directory, 'plane.json'), JSON.stringify(plane));
    const images = fileURLToPath(new URL('../k3s/serve-images.ts', import.meta.url));
    const serveImages = [process.execPath, '--conditions=@wescale/source', images, gateway, '5000'];
    const controlPlane = [program, 'control-plane', `--configuration=${directory}/plane.json`];
    for (const command of [serveImages, controlPlane])
      children.push(await startIn(namespace, directory, command));
    const credentials = JSON.parse(
      await runTool(program, [
        ...['node-credentials', `--directory=${data}`, '--name=node-1', `--address=${machine.address}`],
      ]),
    ) as KapsuleNodeCredentials;
    const node: KapsuleNodeConfiguration = {
      ...network,
      ...{ credentials, name: 'node-1', address: machine.address, registryMirror: `http://${gateway}:5000` },
      providerId: 'scaleway://instance/fr-par-1/11111111-1111-4111-8111-111111111111',
      labels: { 'k8s.scaleway.com/pool-name': 'default' },
      kubeletArguments: { 'max-pods': '50' },
    };
    const inMachine = (file: string): string => path.join(machine.filesFolder(), file);
    await copyFile(program, inMachine('usr/local/bin/kapsule'));
    await chmod(inMachine('usr/local/bin/kapsule'), 0o755);
    await writeFile(inMachine('etc/kapsule.json'), JSON.stringify(node), { mode: 0o600 });
    await writeFile(inMachine('etc/systemd/system/kapsule.service'), unit);
    // What may hold the layers of containers: /var/lib/rancher is no overlay.
    await mkdir(inMachine('var/lib/rancher/containerd'), { recursive: true });
    await symlink('/var/lib/rancher/containerd', inMachine('var/lib/containerd'));
    await run('systemctl daemon-reload; systemctl enable kapsule; systemctl start kapsule');

    const kubectlProgram = [program, 'kubectl', `--kubeconfig=${data}/admin.kubeconfig`];
    // The name leads nowhere: nobody serves it here.
    const asked = [`--server=https://${gateway}:6443`, `--tls-server-name=${apiName}`];
    const kubectl = (...args: readonly string[]): Promise<string> =>
      runTool('nsenter', [`--net=${namespace}`, ...kubectlProgram, ...asked, ...args]);
    const until: KapsuleNode['until'] = async (args, isWanted = () => true) => {
      const end = Date.now() + 60_000;
      for (let last: unknown; ;) {
        try {
          last = await kubectl(...args);
          if (isWanted(last as string)) return last as string;
        } catch (error) {
          last = error;
        }
        if (Date.now() > end) {
          const journal = await run('journalctl --no-pager --lines=40 --output=cat --unit=kapsule');
          throw new Error(`not in 60 s: kubectl ${args.join(' ')}: ${String(last)}\n${journal}`);
        }
        await sleep(100);
      }
    };
    const apply = async (manifest: string): Promise<void> => {
      const file = path.join(directory, 'manifest.yaml');
      await writeFile(file, manifest);
      await kubectl('apply', `--filename=${file}`);
    };
    return { machine, run, kubectl, until, apply, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a program in a network; resolves at its first line of output. It ends with this process. */
async function startIn(
  namespace: string,
  directory: string,
  command: readonly string[],
): Promise<ChildProcess> {
  const start = [`--net=${namespace}`, 'setpriv', '--pdeathsig', 'TERM', ...command];
  const child = spawn('nsenter', start, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${command.slice(0, 2).join(' ')} ended`);
  });
  await Promise.race([once(lines, 'line'), ended]);
  ended.catch(() => undefined);
  return child;
}
