import path from 'node:path';
import type { ClusterToCreate, NodeToAdd } from '@wescale/scaleway-emulator';
import type { KapsuleNodeConfiguration, KapsuleNodeCredentials } from '@wescale/stage-kubernetes';
import { StageStartError } from '../errors.ts';
import type { StageMachines } from '../machine/machine-driver.ts';
import { runCommand } from '../run-command.ts';
import { nodeProgramsFolder } from './kapsule-programs.ts';
import { kubeletFlags } from './kubelet-flags.ts';

/** As k3s's installer writes its own, in what counts: pods outlive a restart of it, and it starts at each boot. */
const unit = `[Unit]
Description=Kapsule node
Wants=network-online.target
After=network-online.target cloud-init.service

[Service]
Type=notify
NotifyAccess=main
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=1s
ExecStart=/usr/local/bin/kapsule node --configuration=/etc/kapsule/node.json

[Install]
WantedBy=multi-user.target
`;

export interface NodeSetup {
  node: NodeToAdd;
  cluster: ClusterToCreate;
  /** Of the control plane. */
  directory: string;
  /** The program `kapsule` of the node's version, on this host. */
  program: string;
  address: string;
  registryMirror: string;
}

/** Makes a node of a machine that is on, and resolves once it is Ready. */
export async function joinNode(
  machines: StageMachines,
  setup: NodeSetup,
  signal: AbortSignal,
): Promise<void> {
  const { node, address, program } = setup;
  const run = async (line: string, input?: string): Promise<void> => {
    const { exitCode, stderr } = await machines.run(node.serverId, line, {
      signal,
      ...(input === undefined ? {} : { input }),
    });
    if (exitCode !== 0) throw new StageStartError(`node ${node.name}: ${stderr.trim() || line}`);
  };
  const configuration = JSON.stringify(await configureNode(setup));
  const inMachine = path.join(nodeProgramsFolder, node.version, path.basename(program));
  await run(`umask 077; mkdir -p /etc/kapsule; cat >/etc/kapsule/node.json`, configuration);
  await run(`cat >/etc/systemd/system/kapsule.service && ln -sf ${inMachine} /usr/local/bin/kapsule`, unit);
  // The machine may only just have begun to boot: it has no address, and its systemd takes no orders yet.
  await run(
    `until ip -4 -oneline address show dev ens2 | grep -qF 'inet ${address}/'; do sleep 0.05; done; ` +
      `until systemctl daemon-reload 2>/dev/null; do sleep 0.05; done; systemctl enable --quiet kapsule`,
  );
  await run(
    `systemctl start kapsule || { journalctl --unit=kapsule --lines=15 --output=cat --no-pager >&2; exit 1; }`,
  );
}

async function configureNode(setup: NodeSetup): Promise<KapsuleNodeConfiguration> {
  const { node, cluster, directory, program, address, registryMirror } = setup;
  const credentials = await runCommand(program, [
    ...['node-credentials', `--directory=${directory}`],
    ...[`--name=${node.name}`, `--address=${address}`],
  ]);
  const { podCidr, serviceCidr, serviceDnsIp } = cluster;
  return {
    credentials: JSON.parse(credentials) as KapsuleNodeCredentials,
    ...{ name: node.name, address, providerId: node.providerId },
    ...{ podCidr, serviceCidr, serviceDnsIp, registryMirror },
    labels: labelsOf(node),
    kubeletArguments: kubeletFlags(node.kubeletArguments),
  };
}

/** Assumption: labels of a Kapsule node; nobody has recorded them. */
function labelsOf({ id, clusterId, poolId, poolName, providerId }: NodeToAdd): Record<string, string> {
  const zone = providerId.split('/').at(-2) ?? '';
  return {
    'k8s.scaleway.com/kapsule': clusterId,
    'k8s.scaleway.com/managed': 'true',
    'k8s.scaleway.com/node': id,
    'k8s.scaleway.com/pool': poolId,
    'k8s.scaleway.com/pool-name': poolName,
    'k8s.scaleway.com/runtime': 'containerd',
    'topology.kubernetes.io/region': zone.replace(/-\d$/, ''),
    'topology.kubernetes.io/zone': zone,
    'topology.csi.scaleway.com/zone': zone,
  };
}
