import {
  createClusterMs,
  deleteClusterMs,
  deletePoolMs,
  firstPoolMs,
  laterPoolMs,
  releaseAddressesMs,
  upgradeClusterMs,
  upgradePoolMs,
} from '../../src/clock/measured-durations.ts';
import type { RecordedPair } from './recorded-pairs.ts';
import { Replay, type Change, type Comparison } from './replay.ts';

type Pairs = Map<string, RecordedPair>;

const regionalVpc = '/vpc/v2/regions/fr-par';
const kapsule = '/k8s/v1/regions/fr-par';
/** The project of the recordings from June 2026 on. */
const projectId = 'fa1e3217-dc80-42ac-85c3-3f034b78b552';

/** Every cassette of Kapsule. */
export const kapsuleScenes: readonly ((pairs: Pairs) => Promise<Comparison[]>)[] = [
  async (pairs) => {
    await using replay = await Replay.start(pairs);
    const cassette = 'pool-basic';
    await replay.play(`${cassette}#0`);
    await replay.play(`${cassette}#1`);
    await replay.play(`${cassette}#3`, laterFields);
    await replay.play(`${cassette}#5`, laterFields);
    await replay.clock.advance(createClusterMs);
    await replay.play(`${cassette}#7`, laterFields);
    for (const number of [8, 10, 12, 13]) await replay.play(`${cassette}#${number}`);
    await replay.clock.advance(firstPoolMs);
    await replay.play(`${cassette}#14`);
    await replay.play(`${cassette}#15`, laterFields);
    await bindNode(replay);
    await replay.play(`${cassette}#17`);
    await replay.play(`${cassette}#23`, withoutIpv6);
    await createPool(replay, `${cassette}#79`);
    await replay.clock.advance(laterPoolMs);
    await replay.play(`${cassette}#79`);
    await replay.clock.advance(deletePoolMs);
    await replay.play(`${cassette}#81`);
    const { path } = replay.recorded(`${cassette}#14`);
    await replay.prepare('DELETE', replay.bindings.toEmulated(path));
    await replay.clock.advance(deletePoolMs);
    await replay.play(`${cassette}#101`, laterFields);
    await replay.clock.advance(deleteClusterMs + releaseAddressesMs);
    for (const number of [103, 104, 105]) await replay.play(`${cassette}#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs, { projectId, kubernetesVersions: ['1.35.3'] });
    const cassette = 'acl-basic';
    await createCluster(replay, `${cassette}#88`, '1.35.3');
    await replay.play(`${cassette}#88`);
    await replay.clock.advance(deleteClusterMs);
    for (const number of [90, 91]) await replay.play(`${cassette}#${number}`);
    const vpcs = (await replay.prepare('GET', `${regionalVpc}/vpcs`)) as { vpcs: { id: string }[] };
    replay.bindings.bind('af8da1d4-a607-429c-90be-20a064f3ae24', vpcs.vpcs[0]?.id ?? '');
    await replay.play(`${cassette}#92`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs, { projectId, kubernetesVersions: ['1.35.3'] });
    const cassette = 'cluster-private-network';
    const vpc = (await replay.prepare('POST', `${regionalVpc}/vpcs`, { name: 'a' })) as { id: string };
    replay.bindings.bind('f26f5fcd-f7be-4106-964a-a63178c820f2', vpc.id);
    for (const number of [3, 5, 6]) await replay.play(`${cassette}#${number}`);
    await replay.clock.advance(createClusterMs);
    for (const number of [7, 22]) await replay.play(`${cassette}#${number}`);
    await replay.clock.advance(deleteClusterMs);
    await replay.play(`${cassette}#24`);
    return replay.comparisons;
  },

  async (pairs) => {
    const kubernetesVersions = ['1.35.3', '1.34.6'];
    await using replay = await Replay.start(pairs, { projectId, kubernetesVersions });
    const cassette = 'cluster-upgrade-pools-with-cluster';
    await createCluster(replay, `${cassette}#46`, '1.34.6');
    await createPool(replay, `${cassette}#50`);
    await replay.clock.advance(firstPoolMs);
    await replay.play(`${cassette}#46`);
    await replay.clock.advance(upgradeClusterMs);
    for (const number of [48, 50]) await replay.play(`${cassette}#${number}`);
    await replay.clock.advance(upgradePoolMs);
    await replay.play(`${cassette}#62`);
    return replay.comparisons;
  },
];

/** What the API shows since the summer of 2026 and did not yet in January. */
const laterFields: Change = {
  pick: (recorded) => {
    const { autoscaler_config: autoscaler, subnets, ...rest } = recorded as Record<string, object>;
    const later = { skip_nodes_with_local_storage: false, log_level: 2 };
    return {
      ...rest,
      ...(autoscaler === undefined ? {} : { autoscaler_config: { ...autoscaler, ...later } }),
      ...(Array.isArray(subnets)
        ? { subnets: subnets.map((subnet: object) => ({ ...subnet, region: 'fr-par' })) }
        : {}),
    };
  },
};

/** Nodes have an IPv6 address as well, which the emulator does not play. */
const withoutIpv6: Change = {
  pick: (recorded) => {
    const { server } = recorded as { server: { public_ips: { family: string }[] } };
    return {
      server: { ...server, public_ips: server.public_ips.filter(({ family }) => family === 'inet') },
    };
  },
};

/** Creates a cluster like a recorded one, whose creation is not among the recordings, in a network of its own. */
async function createCluster(replay: Replay, name: string, version: string): Promise<void> {
  const recorded = JSON.parse(replay.recorded(name).body) as Record<string, string>;
  const vpc = (await replay.prepare('POST', `${regionalVpc}/vpcs`, { name: 'a' })) as { id: string };
  const network = (await replay.prepare('POST', `${regionalVpc}/private-networks`, {
    name: 'a',
    vpc_id: vpc.id,
  })) as { id: string };
  replay.bindings.bind(recorded['private_network_id'] ?? '', network.id);
  const cluster = (await replay.prepare('POST', `${kapsule}/clusters`, {
    name: recorded['name'],
    version,
    cni: recorded['cni'],
    tags: recorded['tags'],
    private_network_id: network.id,
  })) as { id: string };
  replay.bindings.bind(recorded['id'] ?? '', cluster.id);
  await replay.clock.advance(createClusterMs);
}

/** Creates a pool like a recorded one, by itself or the first of a list. */
async function createPool(replay: Replay, name: string): Promise<void> {
  interface Pool extends Record<string, unknown> {
    id: string;
    cluster_id: string;
  }
  const recorded = JSON.parse(replay.recorded(name).body) as Pool | { pools: Pool[] };
  const like = 'pools' in recorded ? (recorded.pools as Pool[])[0] : recorded;
  if (like === undefined) throw new Error(`${name} has no pool.`);
  const clusterId = replay.bindings.toEmulated(like.cluster_id);
  const fields = ['name', 'node_type', 'autoscaling', 'size', 'min_size', 'max_size', 'autohealing', 'tags'];
  const pool = (await replay.prepare(
    'POST',
    `${kapsule}/clusters/${clusterId}/pools`,
    Object.fromEntries(fields.map((field) => [field, like[field]])),
  )) as { id: string };
  replay.bindings.bind(like.id, pool.id);
}

/** A node's name ends with the start of its id. */
async function bindNode(replay: Replay): Promise<void> {
  interface Nodes {
    nodes: { id: string; name: string; provider_id: string }[];
  }
  const { path, body } = replay.recorded('pool-basic#17');
  const [recorded] = (JSON.parse(body) as Nodes).nodes;
  const [emulated] = ((await replay.prepare('GET', replay.bindings.toEmulated(path))) as Nodes).nodes;
  if (recorded === undefined || emulated === undefined) throw new Error('There is no node.');
  replay.bindings.bind(recorded.id, emulated.id);
  replay.bindings.bind(recorded.name, emulated.name);
  const serverId = (node: { provider_id: string }): string => node.provider_id.split('/').at(-1) ?? '';
  replay.bindings.bind(serverId(recorded), serverId(emulated));
}
