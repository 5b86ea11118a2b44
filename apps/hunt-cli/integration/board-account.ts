import { openLists } from './account.ts';

/** Something of a board that an account holds. */
export interface BoardThing {
  kind: string;
  id: string;
}

/** What one board of one node comes to; its volumes are the node's, Loki's, Fluentd's, Prometheus's and Grafana's. */
export const oneBoard: readonly string[] = [
  ...['cluster', 'network', 'load balancer', 'load balancer IP', 'server', 'IP', 'security group'],
  ...Array<string>(5).fill('volume'),
];

/**
 * Everything that an account of a stage holds beside the game master, whatever its tags say: by the API and past hunt.
 *
 * @param hunt name of the only hunt in it
 */
export async function listBoardThings(stage: string, hunt: string): Promise<BoardThing[]> {
  const { list, zone, region } = openLists(stage);
  const instance = `/instance/v1/zones/${zone}`;
  const lists: [kind: string, path: string, key: string][] = [
    ['cluster', `/k8s/v1/regions/${region}/clusters?page_size=100`, 'clusters'],
    ['network', `/vpc/v2/regions/${region}/private-networks?page_size=100`, 'private_networks'],
    ['load balancer', `/lb/v1/zones/${zone}/lbs?page_size=100`, 'lbs'],
    ['load balancer IP', `/lb/v1/zones/${zone}/ips?page_size=100`, 'ips'],
    ['server', `${instance}/servers?per_page=100`, 'servers'],
    ['IP', `${instance}/ips?per_page=100`, 'ips'],
    ['security group', `${instance}/security_groups?per_page=100`, 'security_groups'],
    ['volume', `/block/v1/zones/${zone}/volumes?page_size=100`, 'volumes'],
  ];
  const things = lists.map(async ([kind, path, key]) =>
    (await list<Listed>(path, key))
      .filter((item) => !isGameMasters(kind, item, hunt))
      .map(({ id }) => ({ kind, id })),
  );
  return (await Promise.all(things)).flat();
}

/** The public address of the first node of any board. */
export async function findNodeAddress(stage: string, hunt: string): Promise<string> {
  const { list, zone } = openLists(stage);
  const servers = await list<Listed>(`/instance/v1/zones/${zone}/servers?per_page=100`, 'servers');
  const address = servers.find((server) => !isGameMasters('server', server, hunt))?.public_ip?.address;
  if (address === undefined) throw new Error(`no node of ${hunt} has an address`);
  return address;
}

/** As far as a list of any kind is looked at. */
interface Listed {
  id: string;
  name?: string;
  tags?: string[];
  /** Of the security group that every project has. */
  project_default?: boolean;
  /** Of an Instance. */
  public_ip?: { address: string } | null;
}

/** What comes of a cluster has more tags than this one, or none. */
function isGameMasters(kind: string, { name, tags = [], project_default }: Listed, hunt: string): boolean {
  if (project_default === true || name === `${hunt}-game-master`) return true;
  return ['IP', 'volume'].includes(kind) && tags.join() === `hunt=${hunt}`;
}
