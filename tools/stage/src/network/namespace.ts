import { readdirSync } from 'node:fs';
import { namespaceName } from '../ownership/claim.ts';
import { runCommand, runIpBatch, tryCommand } from '../run-command.ts';
import { metadataAddress, planAddresses, stageRange, unreachableRouteMetric } from './address-plan.ts';

/**
 * Makes the namespace of a stage and the one link that leads into it. The unreachable route comes first: from
 * then on no packet for an address of any stage can leave this machine, whatever else fails.
 */
export async function createStageNamespace(name: string, number: number): Promise<void> {
  const plan = planAddresses(number);
  const namespace = namespaceName(name);
  await runIpBatch([
    `route replace unreachable ${stageRange} metric ${unreachableRouteMetric}`,
    `netns add ${namespace}`,
    `link add ${plan.hostLink} type veth peer name uplink netns ${namespace}`,
    `address add ${plan.hostSide}/30 dev ${plan.hostLink}`,
    `link set ${plan.hostLink} up`,
  ]);
  await runIpBatch(
    [
      'link set lo up',
      ...[
        plan.gateway,
        plan.api,
        plan.resolver,
        plan.rootServer,
        ...plan.nameServers,
        plan.certificateAuthority,
        plan.registry,
        plan.releases,
        plan.charts,
        metadataAddress,
      ].map((address) => `address add ${address}/32 dev lo`),
      `address add ${plan.stageSide}/30 dev uplink`,
      'link set uplink up',
    ],
    namespace,
  );
  // `ip netns exec` would remount /sys and hide the control groups with it; nsenter changes the network only.
  await runCommand('nsenter', [
    `--net=/run/netns/${namespace}`,
    ...['sysctl', '--quiet', '--write'],
    'net.ipv4.ip_forward=1',
    'net.ipv4.conf.all.send_redirects=0',
    'net.ipv4.conf.default.send_redirects=0',
  ]);
  // Only now, with a place behind it, does the host learn the way to the stage's addresses.
  await runIpBatch([`route add ${plan.range} via ${plan.stageSide} dev ${plan.hostLink}`]);
}

/** Namespaces of one stage: its own, its machines', its outsiders'. */
export function namespacesOf(name: string): string[] {
  const own = namespaceName(name);
  return listNamespaces().filter((namespace) => namespace === own || namespace.startsWith(`${own}.`));
}

function listNamespaces(): string[] {
  try {
    return readdirSync('/run/netns');
  } catch {
    return [];
  }
}

/** Processes whose network is this namespace. */
export async function processesInNamespace(namespace: string): Promise<number[]> {
  const { stdout } = await tryCommand('ip', ['netns', 'pids', namespace]);
  return stdout.split('\n').filter(Boolean).map(Number);
}

export async function deleteNamespace(namespace: string): Promise<void> {
  await tryCommand('ip', ['netns', 'delete', namespace]);
}

export async function deleteHostLink(number: number): Promise<void> {
  await tryCommand('ip', ['link', 'delete', planAddresses(number).hostLink]);
}

export async function deleteUnreachableRoute(): Promise<void> {
  await tryCommand('ip', [
    ...['route', 'delete', 'unreachable', stageRange],
    ...['metric', String(unreachableRouteMetric)],
  ]);
}
