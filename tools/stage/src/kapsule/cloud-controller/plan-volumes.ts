import { volumeIdOf } from '../block-volumes.ts';
import type { Claim, Node, Pod, StorageClass, Volume } from './objects.ts';
import { parseQuantity } from './quantity.ts';

/** Of Scaleway's CSI driver. */
export const provisioner = 'csi.scaleway.com';

/** Kubernetes "Well-Known Labels, Annotations and Taints": set by the controller manager on a claim that is to be served. */
const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';

/** All that a plan follows from. */
export interface VolumeFacts {
  claims: readonly Claim[];
  volumes: readonly Volume[];
  classes: readonly StorageClass[];
  pods: readonly Pod[];
  nodes: readonly Node[];
  /** Servers by the block volume that is attached to them now. */
  attached: ReadonlyMap<string, string>;
}

/** One thing for the CSI driver to do. */
export type VolumeChange =
  | { do: 'provision'; claim: Claim; storageClass: StorageClass; sizeBytes: number }
  /** It asks for something that block volumes are not; nothing is made of it. */
  | { do: 'refuse'; claim: Claim; why: string }
  | { do: 'resize'; claim: Claim; volume: Volume; volumeId: string; storage: string; sizeBytes: number }
  | { do: 'attach'; volumeId: string; serverId: string }
  | { do: 'detach'; volumeId: string }
  | { do: 'delete'; volume: Volume; volumeId: string };

export function planVolumes(facts: VolumeFacts): VolumeChange[] {
  const volumes = facts.volumes.flatMap((volume): OwnVolume[] => {
    const volumeId = volumeIdOf(volume.spec.local?.path ?? '');
    return volumeId === undefined ? [] : [{ volume, volumeId }];
  });
  return [
    ...facts.claims.flatMap((claim) => provision(claim, facts)),
    ...volumes.flatMap((own) => resize(own, facts)),
    ...volumes.flatMap((own) => move(own, facts)),
    ...volumes.flatMap(({ volume, volumeId }): VolumeChange[] =>
      volume.status?.phase === 'Released' &&
      volume.spec.persistentVolumeReclaimPolicy === 'Delete' &&
      volume.metadata.deletionTimestamp === undefined
        ? [{ do: 'delete', volume, volumeId }]
        : [],
    ),
  ];
}

interface OwnVolume {
  volume: Volume;
  volumeId: string;
}

function provision(claim: Claim, { classes, volumes }: VolumeFacts): VolumeChange[] {
  const { metadata, spec } = claim;
  if (metadata.annotations?.[provisionerAnnotation] !== provisioner) return [];
  if (metadata.deletionTimestamp !== undefined || spec.volumeName !== undefined) return [];
  const name = volumeNameOf(claim);
  const storageClass = classes.find((candidate) => candidate.metadata.name === spec.storageClassName);
  if (storageClass === undefined || volumes.some((volume) => volume.metadata.name === name)) return [];
  const why = refusalOf(claim);
  if (why !== undefined) return [{ do: 'refuse', claim, why }];
  return [{ do: 'provision', claim, storageClass, sizeBytes: requestOf(claim) }];
}

function refusalOf({ spec }: Claim): string | undefined {
  const mode = spec.accessModes?.find(
    (accessMode) => !['ReadWriteOnce', 'ReadWriteOncePod'].includes(accessMode),
  );
  if (mode !== undefined) return `a block volume is for one node, not ${mode}`;
  return spec.volumeMode === 'Block' ? 'the stage plays no volumes of mode Block' : undefined;
}

function resize({ volume, volumeId }: OwnVolume, { claims }: VolumeFacts): VolumeChange[] {
  const claim = claims.find((candidate) => candidate.metadata.uid === volume.spec.claimRef?.uid);
  const storage = claim?.spec.resources?.requests?.storage;
  if (claim === undefined || storage === undefined || claim.status?.phase !== 'Bound') return [];
  const sizeBytes = parseQuantity(storage);
  const isShown = parseQuantity(claim.status.capacity?.storage ?? '0') >= sizeBytes;
  if (isShown && parseQuantity(volume.spec.capacity.storage) >= sizeBytes) return [];
  return [{ do: 'resize', claim, volume, volumeId, storage, sizeBytes }];
}

/** A volume is attached to the node of the first pod that has it, and to none when no pod has. */
function move({ volume, volumeId }: OwnVolume, { pods, nodes, attached }: VolumeFacts): VolumeChange[] {
  const { namespace, name } = volume.spec.claimRef ?? {};
  const users = pods.filter(
    ({ metadata, spec, status }) =>
      metadata.namespace === namespace &&
      !['Succeeded', 'Failed'].includes(status?.phase ?? '') &&
      (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name),
  );
  const servers = users.flatMap(({ spec }) => {
    const node = nodes.find(({ metadata }) => metadata.name === spec.nodeName);
    return node?.spec.providerID?.split('/').at(-1) ?? [];
  });
  const current = attached.get(volumeId);
  if (current !== undefined && servers.includes(current)) return [];
  const [serverId] = servers;
  return [
    ...(current === undefined ? [] : [{ do: 'detach', volumeId } as const]),
    ...(serverId === undefined ? [] : [{ do: 'attach', volumeId, serverId } as const]),
  ];
}

/** As the provisioner beside Scaleway's CSI driver names a volume (kubernetes-csi/external-provisioner). */
export const volumeNameOf = ({ metadata }: Claim): string => `pvc-${metadata.uid ?? ''}`;

const requestOf = ({ spec }: Claim): number => parseQuantity(spec.resources?.requests?.storage ?? '1Gi');
