import type { IncomingMessage, ServerResponse } from 'node:http';

import { createAccount, type Account } from './account/account.ts';
import { Activities } from './clock/activities.ts';
import { scaledClock, type Clock } from './clock/clock.ts';
import { recordedVersions } from './catalogue/kubernetes-versions.ts';
import { cloudOf, type EmulatorCloud } from './cloud/emulator-cloud.ts';
import { controlOf, type EmulatorControl } from './control/emulator-control.ts';
import type { DnsDriver } from './domain/name-servers/dns-driver.ts';
import { noNameServers } from './domain/name-servers/dns-driver.ts';
import { NameServers } from './domain/name-servers/name-servers.ts';
import { serveDnsZone } from './domain/zones/change-dns-zone.ts';
import { nameOf } from './domain/zones/find-dns-zone.ts';
import { newDnsZone } from './domain/zones/new-dns-zone.ts';
import { FaultBook } from './faults/fault-book.ts';
import { buildApp } from './http/build-app.ts';
import { noClusters, type ClusterDriver } from './kapsule/driver/cluster-driver.ts';
import { Clusters } from './kapsule/driver/clusters.ts';
import { Journal } from './journal/journal.ts';
import { noLoadBalancers, type LoadBalancerDriver } from './lb/driver/load-balancer-driver.ts';
import { LoadBalancers } from './lb/driver/load-balancers.ts';
import { benchmarkAddresses, type AddressPool } from './machines/address-pool.ts';
import { noMachines, type MachineDriver } from './machines/machine-driver.ts';
import { Machines } from './machines/machines.ts';
import { serveMetadata } from './metadata/metadata-service.ts';
import { routes } from './routes.ts';
import type { World } from './state/world.ts';

export interface ScalewayEmulatorOptions {
  /** @default '127.0.0.1' */
  host?: string;
  /** 0 takes a free one. @default 0 */
  port?: number;
  /** What real durations are multiplied by: 1 is as slow as Scaleway. @default 0.01 */
  timeScale?: number;
  /** @default one with random keys */
  account?: Account;
  /** @default 'fr-par-1' */
  zone?: string;
  /** What makes the machines. @default none: servers exist on paper only */
  machines?: MachineDriver;
  /** Where public addresses come from. @default 198.18.0.0/15 */
  addresses?: AddressPool;
  /** Domains of the account, each with its root zone. @default ['example.com'] */
  domains?: readonly string[];
  /** What serves the DNS zones. @default nothing: zones exist on paper only */
  nameServers?: DnsDriver;
  /** What makes Kapsule's clusters. @default none: control planes and kubelets exist on paper only */
  clusters?: ClusterDriver;
  /** What forwards connections to load balancers. @default nothing: they exist on paper only */
  loadBalancers?: LoadBalancerDriver;
  /** Versions of Kubernetes that Kapsule offers, the newest first. @default those recorded in January 2026 */
  kubernetesVersions?: readonly string[];
  /** Called when a driver fails after the API has answered; `id` says for what. @default a process warning */
  onDriverFailure?: (failure: { id: string; cause: unknown }) => void;
  /** For tests that advance the time by hand; `timeScale` has no effect then. */
  clock?: Clock;
}

export interface ScalewayEmulator extends AsyncDisposable {
  /** The base address for API clients, without a slash at the end. */
  url: string;
  account: Account;
  control: EmulatorControl;
  /** For whoever plays the cloud controller and the CSI driver of the clusters. */
  cloud: EmulatorCloud;
  /** A `node:http` listener: what 169.254.42.42 answers to the server whose address the connection comes from. */
  metadataHandler: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Starts the emulator.
 *
 * @example
 * ```ts
 * await using emulator = await startScalewayEmulator({ timeScale: 0 });
 * const response = await fetch(`${emulator.url}/instance/v1/zones/fr-par-1/servers`, {
 *   headers: { 'X-Auth-Token': emulator.account.secretKey },
 * });
 * console.log(await response.json()); // { servers: [] }
 * ```
 */
export async function startScalewayEmulator(
  options: ScalewayEmulatorOptions = {},
): Promise<ScalewayEmulator> {
  const onDriverFailure = options.onDriverFailure ?? warnOfDriverFailure;
  let url = '';
  const world: World = {
    account: options.account ?? createAccount(),
    zone: options.zone ?? 'fr-par-1',
    url: () => url,
    clock: options.clock ?? scaledClock(options.timeScale ?? 0.01),
    activities: new Activities((id, cause) => onDriverFailure({ id, cause })),
    machines: new Machines(options.machines ?? noMachines),
    nameServers: new NameServers(options.nameServers ?? noNameServers),
    clusterDriver: new Clusters(options.clusters ?? noClusters),
    loadBalancerDriver: new LoadBalancers(options.loadBalancers ?? noLoadBalancers),
    kubernetesVersions: options.kubernetesVersions ?? recordedVersions,
    addresses: options.addresses ?? benchmarkAddresses(),
    availability: new Map(),
    quotaLimits: new Map(),
    sshKeys: new Map(),
    servers: new Map(),
    ips: new Map(),
    securityGroups: new Map(),
    volumes: new Map(),
    volumeListeners: new Set(),
    vpcs: new Map(),
    privateNetworks: new Map(),
    clusters: new Map(),
    pools: new Map(),
    nodes: new Map(),
    loadBalancers: new Map(),
    loadBalancerIps: new Map(),
    domains: (options.domains ?? ['example.com']).map((domain) => domain.toLowerCase()),
    dnsZones: new Map(),
  };
  for (const domain of world.domains) {
    const zone = newDnsZone({ domain, subdomain: '' }, world.clock.now());
    world.dnsZones.set(nameOf(zone), zone);
    await serveDnsZone(world, zone);
  }
  const journal = new Journal();
  const faults = new FaultBook();
  const control = controlOf(world, journal, faults);
  const app = buildApp({ world, journal, faults, control, routes });
  url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  return {
    url,
    account: world.account,
    control,
    cloud: cloudOf(world, faults),
    metadataHandler: (request, response) => serveMetadata(world, request, response),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await world.activities.stop();
      await world.machines.settle();
      await world.nameServers.settle();
      await world.clusterDriver.settle();
      await world.loadBalancerDriver.settle();
    },
  };
}

function warnOfDriverFailure(failure: { id: string; cause: unknown }): void {
  const reason = failure.cause instanceof Error ? failure.cause.message : String(failure.cause);
  process.emitWarning(`A driver failed for ${failure.id}: ${reason}`);
}
