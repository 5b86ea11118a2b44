import { stableId } from './stable-id.ts';

/** A public image of the marketplace, for one architecture and one kind of root volume. */
export interface Image {
  id: string;
  label: string;
  name: string;
  arch: 'x86_64' | 'arm64';
  type: 'instance_local' | 'instance_sbs';
  snapshotId: string;
  /** The size of a root volume when the creation names none; also the least that fits. */
  rootSizeBytes: number;
  createdAt: Date;
}

/** The organization that owns public images [server-with-reserved-ip#5]. */
export const imageOwnerId = '51b656e3-4865-41e8-adbc-0c45bdd780db';

// Assumption: names of images other than `ubuntu_focal`, all image ids and dates, and roots of 10 GB.
const releases: Record<string, string> = {
  debian_bookworm: 'Debian Bookworm',
  debian_bullseye: 'Debian Bullseye',
  debian_trixie: 'Debian Trixie',
  ubuntu_focal: 'Ubuntu 20.04 Focal Fossa',
  ubuntu_jammy: 'Ubuntu 22.04 Jammy Jellyfish',
  ubuntu_noble: 'Ubuntu 24.04 Noble Numbat',
};

/** In the order of `type_asc`; within a type arm64 comes first [data-source-marketplace-image-sbs#0]. */
export const images: readonly Image[] = (['instance_local', 'instance_sbs'] as const).flatMap((type) =>
  Object.entries(releases).flatMap(([label, name]) =>
    (['arm64', 'x86_64'] as const).map((arch) => ({
      id: stableId(`image ${label} ${arch} ${type}`),
      label,
      name,
      arch,
      type,
      snapshotId: stableId(`snapshot ${label} ${arch} ${type}`),
      rootSizeBytes: 10_000_000_000,
      createdAt: new Date('2026-05-12T15:20:10.934Z'),
    })),
  ),
);

/** What nodes of Kapsule run; in no list, but readable [pool-basic#23]. */
export const nodeImage: Image = {
  id: stableId('image k8s_base_node_instance x86_64'),
  label: 'k8s_base_node_instance',
  name: 'k8s_base_node_instance',
  arch: 'x86_64',
  type: 'instance_sbs',
  snapshotId: stableId('snapshot k8s_base_node_instance x86_64'),
  rootSizeBytes: 20_000_000_000,
  createdAt: new Date('2026-01-07T13:09:03.361Z'),
};
