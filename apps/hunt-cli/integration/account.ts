import { readDescription, stageStatus, type StageDescription } from '@wescale/stage';

/** How much of each kind there is, whatever its tags say. */
export interface Census {
  servers: number;
  ips: number;
  volumes: number;
  securityGroups: number;
  sshKeys: number;
  /** Machines of the stage, on or off. */
  machines: number;
  /** Beside those that the account's domains have from the beginning. */
  dnsZones: number;
  /** Beside what every zone says of itself. */
  dnsRecords: number;
  clusters: number;
  pools: number;
  nodes: number;
  loadBalancers: number;
  loadBalancerIps: number;
  privateNetworks: number;
}

export const nothing: Census = countOfEach(0);

/** A census of so many complete hunts. */
export function countOfEach(hunts: number): Census {
  return {
    servers: hunts,
    ips: hunts,
    volumes: hunts,
    securityGroups: hunts,
    sshKeys: hunts,
    machines: hunts,
    dnsZones: 0,
    // The name server of the delegation, and its address.
    dnsRecords: 2 * hunts,
    ...{ clusters: 0, pools: 0, nodes: 0, loadBalancers: 0, loadBalancerIps: 0, privateNetworks: 0 },
  };
}

/** Steps of `kapsule` after which there is more in the account than before. */
export type BoardPart = 'network' | 'cluster' | 'ingress' | 'observability';

/** The volumes of Loki, Fluentd, Prometheus and Grafana. */
const boardVolumes = 4;

/**
 * A census with one board more, of one node.
 *
 * @param parts how much of it there is; all of it unless said otherwise
 */
export function withBoard(
  census: Census,
  parts: readonly BoardPart[] = ['network', 'cluster', 'ingress', 'observability'],
): Census {
  const of = (part: BoardPart) => Number(parts.includes(part));
  const perNode = ['servers', 'ips', 'machines', 'clusters', 'pools', 'nodes', 'securityGroups'] as const;
  const more: Partial<Census> = {
    ...Object.fromEntries(perNode.map((kind) => [kind, of('cluster')])),
    volumes: of('cluster') + boardVolumes * of('observability'),
    loadBalancers: of('ingress'),
    loadBalancerIps: of('ingress'),
    privateNetworks: of('network'),
  };
  return sum(census, more);
}

function sum(census: Census, more: Partial<Census>): Census {
  const kinds = Object.entries(census) as [keyof Census, number][];
  return Object.fromEntries(
    kinds.map(([kind, count]) => [kind, count + (more[kind] ?? 0)]),
  ) as unknown as Census;
}

/** Whether there is more of anything. */
export function isMore(census: Census, than: Census): boolean {
  return (Object.keys(census) as (keyof Census)[]).some((kind) => census[kind] > than[kind]);
}

/** As far as a list of any kind is looked at. */
interface Item {
  id?: string;
  name?: string;
  /** Of the security group that every project has. */
  project_default?: boolean;
  /** Of a zone; empty for that of a domain. */
  subdomain?: string;
}

/** Reads a list of the API, past hunt. */
export type ReadList = <Kind = Item>(path: string, key: string) => Promise<Kind[]>;

/** @throws Error when the stage is not up */
export function openLists(stage: string): StageDescription & { list: ReadList } {
  const description = readDescription(stage);
  if (description === undefined) throw new Error(`stage ${stage} is not up`);
  const { apiUrl, secretKey } = description;
  const list = async <Kind = Item>(path: string, key: string): Promise<Kind[]> => {
    const response = await fetch(`${apiUrl}${path}`, { headers: { 'X-Auth-Token': secretKey } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as Record<string, Kind[]>)[key] ?? [];
  };
  return { ...description, list };
}

/** Counts what an account of a stage holds, by the API and past hunt. */
export async function takeCensus(stage: string): Promise<Census> {
  const { list, zone, region, parentZone } = openLists(stage);
  const count = async (path: string, key: string, counts: (item: Item) => boolean = () => true) =>
    (await list(path, key)).filter(counts).length;
  const instance = `/instance/v1/zones/${zone}`;
  const domain = '/domain/v2beta1/dns-zones';
  const balancing = `/lb/v1/zones/${zone}`;
  const kapsule = `/k8s/v1/regions/${region}/clusters`;
  const ofCluster = async (key: 'pools' | 'nodes') => {
    const clusters = await list(`${kapsule}?page_size=100`, 'clusters');
    const counts = clusters.map(({ id = '' }) => count(`${kapsule}/${id}/${key}?page_size=100`, key));
    return (await Promise.all(counts)).reduce((total, one) => total + one, 0);
  };
  const counts: { [Kind in keyof Census]: Promise<number> } = {
    servers: count(`${instance}/servers?per_page=100`, 'servers'),
    ips: count(`${instance}/ips?per_page=100`, 'ips'),
    volumes: count(`/block/v1/zones/${zone}/volumes?page_size=100`, 'volumes'),
    securityGroups: count(
      `${instance}/security_groups?per_page=100`,
      'security_groups',
      ({ project_default }) => project_default !== true,
    ),
    sshKeys: count('/iam/v1alpha1/ssh-keys?page_size=100', 'ssh_keys'),
    machines: stageStatus({ name: stage }).then(([status]) => status?.machines.length ?? 0),
    dnsZones: count(`${domain}?domain=&page_size=100`, 'dns_zones', ({ subdomain }) => subdomain !== ''),
    dnsRecords: count(
      `${domain}/${parentZone}/records?name=&page_size=100`,
      'records',
      ({ name }) => name !== '',
    ),
    clusters: count(`${kapsule}?page_size=100`, 'clusters'),
    pools: ofCluster('pools'),
    nodes: ofCluster('nodes'),
    loadBalancers: count(`${balancing}/lbs?page_size=100`, 'lbs'),
    loadBalancerIps: count(`${balancing}/ips?page_size=100`, 'ips'),
    privateNetworks: count(`/vpc/v2/regions/${region}/private-networks?page_size=100`, 'private_networks'),
  };
  const counted = Object.entries(counts).map(async ([kind, number]) => [kind, await number] as const);
  return Object.fromEntries(await Promise.all(counted)) as unknown as Census;
}
