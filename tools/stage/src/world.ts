/**
 * Everything of a stage that lives in its own network: the emulated Scaleway API, the metadata service, DHCP, name
 * servers, a certificate authority, downloads, the packet filter, the machines. Started by the supervisor and gone
 * with it.
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import http from 'node:http';
import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { kapsuleVersions } from '@wescale/stage-kubernetes';
import { startCertificateAuthority } from './certificate-authority/start-certificate-authority.ts';
import { startDownloads } from './downloads/start-downloads.ts';
import { blockVolumesBind, openBlockVolumes } from './kapsule/block-volumes.ts';
import { createStageClusters } from './kapsule/cluster-driver.ts';
import { createKapsulePrograms, nodeProgramsFolder, programsFolder } from './kapsule/kapsule-programs.ts';
import { createStageLoadBalancers } from './kapsule/load-balancer-driver.ts';
import { createStageMachines } from './machine/machine-driver.ts';
import { createKapsuleNames } from './names/kapsule-names.ts';
import { startNameServers } from './names/start-name-servers.ts';
import { metadataAddress, createAddressPool, planAddresses } from './network/address-plan.ts';
import { createClusterNetworks } from './network/cluster-networks.ts';
import { startDhcpServer } from './network/dhcp-server.ts';
import { runDirectory } from './ownership/claim.ts';
import type { StageDescription } from './stage/description.ts';
import type { WorldNews, WorldOrder, WorldReport } from './stage/messages.ts';
import { stageVersion } from './stage/stage-version.ts';
import { createSupplyDesk } from './supplies/supply-desk.ts';

const zone = 'fr-par-1';

process.once('disconnect', () => process.exit(1));
const [order] = (await once(process, 'message')) as [WorldOrder];
const desk = createSupplyDesk((supply) => report({ kind: 'wanted', supply }));
process.on('message', (news) => desk.deliver((news as WorldNews).report));
try {
  report({ kind: 'ready', description: await createWorld() });
} catch (error) {
  report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

async function createWorld(): Promise<StageDescription> {
  const { claim, mirror, aptProxy, timeScale, parentZone } = order;
  const { name: stage, number } = claim;
  const plan = planAddresses(number);
  const onEnd = (error: Error): void => {
    console.error(error.message);
    process.exit(1);
  };
  const onProblem = (message: string): void => console.error(`${new Date().toISOString()} ${message}`);
  const [dhcp, nameServers, certificateAuthority, downloads] = await Promise.all([
    startDhcpServer(stage, number, onEnd),
    startNameServers({ stage, number, parentZone, onEnd }),
    startCertificateAuthority({ stage, number, onEnd }),
    startDownloads({ number, desk, onMissing: onProblem }),
  ]);
  const networks = createClusterNetworks();
  const addresses = createAddressPool(number);
  const blockVolumes = await openBlockVolumes(stage);
  await mkdir(programsFolder(stage), { recursive: true });
  const machines = await createStageMachines({
    ...{ claim, mirror, aptProxy, dhcp, networks, onProblem },
    nodeBinds: [
      { source: programsFolder(stage), target: nodeProgramsFolder, isReadOnly: true },
      blockVolumesBind(stage),
    ],
  });
  const clusters = createStageClusters({
    ...{ claim, machines, networks, addresses, blockVolumes, zone, onProblem },
    names: await createKapsuleNames(nameServers),
    programs: createKapsulePrograms(stage, desk),
    registryMirror: downloads.registryMirror,
    cloud: () => emulator.cloud,
  });
  const emulator = await startScalewayEmulator({
    host: plan.api,
    port: 80,
    ...{ machines, addresses, nameServers, clusters, zone },
    loadBalancers: createStageLoadBalancers({
      ...{ stage, networks },
      applyNetwork: () => machines.applyNetwork(),
    }),
    kubernetesVersions: kapsuleVersions,
    domains: [parentZone],
    onDriverFailure: ({ id, cause }) =>
      onProblem(`${id}: ${cause instanceof Error ? cause.message : String(cause)}`),
    ...(timeScale === undefined ? {} : { timeScale }),
  });
  emulator.cloud.onVolumeDeleted((id) => blockVolumes.remove(id));
  const metadata = http.createServer(emulator.metadataHandler).listen(80, metadataAddress);
  await once(metadata, 'listening');
  const { accessKey, secretKey, organizationId, projectId } = emulator.account;
  return {
    name: stage,
    version: stageVersion,
    apiUrl: `http://${plan.api}`,
    ...{ accessKey, secretKey, organizationId, projectId },
    region: 'fr-par',
    zone,
    addressRange: plan.range,
    directory: runDirectory(stage),
    resolver: plan.resolver,
    rootServers: [{ host: plan.rootServer }],
    parentZone,
    certificateAuthority,
    ...downloads,
    ...order.programs,
  };
}

function report(message: WorldReport): void {
  process.send?.(message);
}
