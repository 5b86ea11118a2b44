import type { DnsDriver, ServedRecord } from '@wescale/scaleway-emulator';
import { kapsuleZone } from './named-configuration.ts';

const ttlSeconds = 60;

/** Names of clusters: `<id>.api` for the API, `*.<id>.nodes` for the nodes [facts/scaleway.md 2, "Cluster create"]. */
export interface KapsuleNames {
  setApi(clusterId: string, address: string): Promise<void>;
  /** Assumption: the wildcard leads to all nodes that are ready. */
  setNodes(clusterId: string, addresses: readonly string[]): Promise<void>;
  remove(clusterId: string): Promise<void>;
}

/** Serves the zone of all clusters, which is there from the start: what it does not have is known not to exist. */
export async function createKapsuleNames(nameServers: Pick<DnsDriver, 'setZone'>): Promise<KapsuleNames> {
  const apis = new Map<string, string>();
  const nodes = new Map<string, readonly string[]>();
  let last: Promise<void> = Promise.resolve();
  const serve = (): Promise<void> => {
    const records = formatRecords(apis, nodes);
    last = last.catch(() => undefined).then(() => nameServers.setZone({ name: kapsuleZone, records }));
    return last;
  };
  await serve();
  return {
    setApi(clusterId, address): Promise<void> {
      apis.set(clusterId, address);
      return serve();
    },
    setNodes(clusterId, addresses): Promise<void> {
      nodes.set(clusterId, addresses);
      return serve();
    },
    remove(clusterId): Promise<void> {
      apis.delete(clusterId);
      nodes.delete(clusterId);
      return serve();
    },
  };
}

function formatRecords(
  apis: ReadonlyMap<string, string>,
  nodes: ReadonlyMap<string, readonly string[]>,
): ServedRecord[] {
  const record = (type: string, name: string, data: string): ServedRecord => ({
    ...{ name, type, data, ttlSeconds },
  });
  return [
    ...['ns0.dom.scw.cloud.', 'ns1.dom.scw.cloud.'].map((server) => record('NS', '', server)),
    ...[...apis].map(([id, address]) => record('A', `${id}.api`, address)),
    ...[...nodes].flatMap(([id, addresses]) =>
      addresses.map((address) => record('A', `*.${id}.nodes`, address)),
    ),
  ];
}
