import { readDescription, stageStatus } from '@wescale/stage';

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
  };
}

/** Whether there is more of anything. */
export function isMore(census: Census, than: Census): boolean {
  return (Object.keys(census) as (keyof Census)[]).some((kind) => census[kind] > than[kind]);
}

/** As far as a list of any kind is looked at. */
interface Item {
  name?: string;
  /** Of the security group that every project has. */
  project_default?: boolean;
  /** Of a zone; empty for that of a domain. */
  subdomain?: string;
}

/** Counts what an account of a stage holds, by the API and past hunt. */
export async function takeCensus(stage: string): Promise<Census> {
  const description = readDescription(stage);
  if (description === undefined) throw new Error(`stage ${stage} is not up`);
  const { apiUrl, secretKey, zone, parentZone } = description;
  const list = async (path: string, key: string): Promise<Item[]> => {
    const response = await fetch(`${apiUrl}${path}`, { headers: { 'X-Auth-Token': secretKey } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as Record<string, Item[]>)[key] ?? [];
  };
  const instance = `/instance/v1/zones/${zone}`;
  const domain = '/domain/v2beta1/dns-zones';
  const [servers, ips, volumes, groups, sshKeys, zones, records, [status]] = await Promise.all([
    list(`${instance}/servers?per_page=100`, 'servers'),
    list(`${instance}/ips?per_page=100`, 'ips'),
    list(`/block/v1/zones/${zone}/volumes?page_size=100`, 'volumes'),
    list(`${instance}/security_groups?per_page=100`, 'security_groups'),
    list('/iam/v1alpha1/ssh-keys?page_size=100', 'ssh_keys'),
    list(`${domain}?domain=&page_size=100`, 'dns_zones'),
    list(`${domain}/${parentZone}/records?name=&page_size=100`, 'records'),
    stageStatus({ name: stage }),
  ]);
  return {
    servers: servers.length,
    ips: ips.length,
    volumes: volumes.length,
    securityGroups: groups.filter(({ project_default }) => project_default !== true).length,
    sshKeys: sshKeys.length,
    machines: status?.machines.length ?? 0,
    dnsZones: zones.filter(({ subdomain }) => subdomain !== '').length,
    dnsRecords: records.filter(({ name }) => name !== '').length,
  };
}
