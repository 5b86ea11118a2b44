import {
  changeDnsZoneMs,
  createLoadBalancerMs,
  detachVolumeMs,
  powerOnMs,
  takeLoadBalancerMs,
  terminateMs,
} from '../../src/clock/measured-durations.ts';
import { kapsuleScenes } from './kapsule-scenes.ts';
import type { RecordedPair } from './recorded-pairs.ts';
import { Replay, type Comparison } from './replay.ts';

type Pairs = Map<string, RecordedPair>;

const zone = '/instance/v1/zones/fr-par-1';
const domains = ['scaleway-terraform.com'];

/** Every cassette that is played, in the order of its recording. */
export const scenes: readonly ((pairs: Pairs) => Promise<Comparison[]>)[] = [
  async (pairs) => {
    await using replay = await Replay.start(pairs, { zone: 'pl-waw-2' });
    const { method, path } = replay.recorded('list-block-volumes-basic#151');
    await replay.emulator.control.inject({
      method,
      path: path.split('?')[0] ?? '',
      kind: 'too_many_requests',
    });
    await replay.play('list-block-volumes-basic#151');
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    for (const number of [0, 1, 5, 10, 11]) await replay.play(`ssh-key-basic#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    for (let number = 0; number <= 11; number += 1) await replay.play(`ip-basic#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    for (const number of [0, 2, 14, 36, 37]) await replay.play(`security-group-basic#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    await replay.play('data-source-marketplace-image-sbs#0');
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    const cassette = 'server-user-data-with-cloud-init-at-start';
    const terminating = JSON.parse(replay.recorded(`${cassette}#40`).body) as { server: RecordedServer };
    await createRecordedServer(replay, terminating.server);
    await replay.play(`${cassette}#7`);
    await replay.play(`${cassette}#8`);
    await replay.play(`${cassette}#11`);
    const cloudInit = replay.recorded(`${cassette}#19`);
    await replay.prepare('PATCH', replay.bindings.toEmulated(cloudInit.path), cloudInit.body);
    await replay.play(`${cassette}#18`);
    await replay.play(`${cassette}#19`);
    const action = replay.bindings.toEmulated(replay.recorded(`${cassette}#39`).path);
    await replay.prepare('POST', action, { action: 'poweron' });
    await replay.clock.advance(powerOnMs);
    await replay.play(`${cassette}#39`);
    await replay.play(`${cassette}#40`);
    await replay.clock.advance(terminateMs + detachVolumeMs);
    for (const number of [43, 44, 45, 46]) await replay.play(`${cassette}#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    const cassette = 'server-with-reserved-ip';
    await replay.play(`${cassette}#0`);
    // The real products fill three pages of 50; the last of ours holds types that were recorded.
    await replay.play(`${cassette}#3`, {
      path: `${zone}/products/servers?page=3&per_page=5`,
      pick: (recorded, emulated) => {
        const { servers } = recorded as { servers: Record<string, unknown> };
        const types = Object.keys((emulated as { servers: object }).servers);
        return { servers: Object.fromEntries(types.map((type) => [type, servers[type]])) };
      },
      header: (name, recorded) =>
        name === 'X-Total-Count' ? '15' : recorded.replaceAll('per_page=50', 'per_page=5'),
    });
    await bindImage(replay, 'fc4d4e26-849d-4e03-b933-cb1626ca8cad');
    await replay.play(`${cassette}#5`);
    await replay.play(`${cassette}#9`);
    await replay.play(`${cassette}#10`);
    await replay.clock.advance(powerOnMs);
    await replay.play(`${cassette}#11`);
    await replay.play(`${cassette}#33`);
    const second = (await replay.prepare('POST', `${zone}/ips`, {})) as { ip: { id: string } };
    replay.bindings.bind('be2a8b52-4b0e-454b-a4d2-1860f165d347', second.ip.id);
    await replay.play(`${cassette}#34`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs, { domains });
    for (const number of [0, 3, 4, 8, 9]) await replay.play(`domain-zone-basic#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs, { domains });
    for (const number of [0, 7]) await replay.play(`domain-zone-root-zone#${number}`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs, { domains });
    const cassette = 'domain-record-basic';
    const zones = '/domain/v2beta1/dns-zones';
    const records = `${zones}/test-basic.scaleway-terraform.com/records`;
    await replay.prepare('POST', zones, { domain: domains[0], subdomain: 'test-basic' });
    for (const number of [0, 1, 4, 5, 10]) await replay.play(`${cassette}#${number}`);
    // The record that the next ones set was added unrecorded.
    const added = (await replay.prepare('PATCH', records, {
      changes: [{ add: { records: [{ data: '127.0.0.1', name: 'tf', type: 'A', ttl: 3600 }] } }],
    })) as { records: { id: string }[] };
    replay.bindings.bind('19ab4db1-2642-4ce6-a9bf-0989d08d5637', added.records[0]?.id ?? '');
    for (const number of [21, 30]) await replay.play(`${cassette}#${number}`);
    await replay.clock.advance(changeDnsZoneMs);
    for (const number of [33, 39]) await replay.play(`${cassette}#${number}`);
    await replay.prepare('PATCH', records, {
      changes: ['A', 'MX'].map((type) => ({
        delete: { id_fields: { name: type === 'A' ? 'tf' : 'record_mx', type } },
      })),
    });
    await replay.play(`${cassette}#51`);
    return replay.comparisons;
  },

  async (pairs) => {
    await using replay = await Replay.start(pairs);
    for (const number of [0, 2]) await replay.play(`lb-basic#${number}`);
    await replay.clock.advance(takeLoadBalancerMs);
    await replay.play('lb-basic#3');
    await replay.clock.advance(createLoadBalancerMs);
    await replay.play('lb-basic#4');
    return replay.comparisons;
  },

  ...kapsuleScenes,
];

interface RecordedServer {
  id: string;
  name: string;
  commercial_type: string;
  tags: string[];
  image: { id: string };
  volumes: { '0': { id: string } };
}

/** Creates a server like a recorded one, whose creation is not among the recordings. */
async function createRecordedServer(replay: Replay, recorded: RecordedServer): Promise<void> {
  await bindImage(replay, recorded.image.id);
  const { server } = (await replay.prepare('POST', `${zone}/servers`, {
    name: recorded.name,
    commercial_type: recorded.commercial_type,
    image: replay.bindings.toEmulated(recorded.image.id),
    dynamic_ip_required: false,
    tags: recorded.tags,
    volumes: { '0': { boot: false } },
  })) as { server: RecordedServer };
  replay.bindings.bind(recorded.id, server.id);
  replay.bindings.bind(recorded.volumes['0'].id, server.volumes['0'].id);
}

/** The image of every recorded server: Ubuntu 20.04 for SBS. */
async function bindImage(replay: Replay, recordedId: string): Promise<void> {
  const path = '/marketplace/v2/local-images?image_label=ubuntu_focal&type=instance_sbs&arch=x86_64';
  const { local_images } = (await replay.prepare('GET', path)) as { local_images: { id: string }[] };
  replay.bindings.bind(recordedId, local_images[0]?.id ?? '');
}
