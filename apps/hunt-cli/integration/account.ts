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
  };
}

interface Resource {
  name?: string;
  tags?: string[];
  /** Of the security group that every project has. */
  project_default?: boolean;
}

/**
 * Counts what an account of a stage holds, by the API and past hunt.
 *
 * @param hunt only what bears this hunt's name or tag
 */
export async function takeCensus(stage: string, hunt?: string): Promise<Census> {
  const description = readDescription(stage);
  if (description === undefined) throw new Error(`stage ${stage} is not up`);
  const { apiUrl, secretKey, zone } = description;
  const count = async (path: string, key: string): Promise<number> => {
    const response = await fetch(`${apiUrl}${path}`, { headers: { 'X-Auth-Token': secretKey } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    const items = ((await response.json()) as Record<string, Resource[]>)[key] ?? [];
    return items.filter((item) => item.project_default !== true && isOf(hunt, item)).length;
  };
  const instance = `/instance/v1/zones/${zone}`;
  const [servers, ips, volumes, securityGroups, sshKeys, [status]] = await Promise.all([
    count(`${instance}/servers?per_page=100`, 'servers'),
    count(`${instance}/ips?per_page=100`, 'ips'),
    count(`/block/v1/zones/${zone}/volumes?page_size=100`, 'volumes'),
    count(`${instance}/security_groups?per_page=100`, 'security_groups'),
    count('/iam/v1alpha1/ssh-keys?page_size=100', 'ssh_keys'),
    stageStatus({ name: stage }),
  ]);
  const machines = (status?.machines ?? []).filter((machine) => isOf(hunt, machine)).length;
  return { servers, ips, volumes, securityGroups, sshKeys, machines };
}

function isOf(hunt: string | undefined, { name = '', tags = [] }: Resource): boolean {
  if (hunt === undefined) return true;
  return name.startsWith(`${hunt}-game-master`) || tags.includes(`hunt=${hunt}`);
}
