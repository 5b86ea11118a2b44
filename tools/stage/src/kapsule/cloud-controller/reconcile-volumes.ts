import type { EmulatorCloud } from '@wescale/scaleway-emulator';
import type { ApiServer } from '@wescale/understudies';
import { createObject, deleteObject, mergeObject } from '@wescale/understudies';
import type { BlockVolumes } from '../block-volumes.ts';
import type { Claim } from './objects.ts';
import type { VolumeChange, VolumeFacts } from './plan-volumes.ts';
import { planVolumes, provisionedByAnnotation, provisioner, volumeNameOf } from './plan-volumes.ts';
import { createWarnings } from './warn-of.ts';

export interface VolumeReconciler {
  /** Brings block volumes to what claims and pods ask for now. */
  run(facts: Omit<VolumeFacts, 'attached'>): Promise<void>;
}

/** What Scaleway's CSI driver does, and the provisioner, attacher and resizer beside it. */
export function createVolumeReconciler(options: {
  api: ApiServer;
  cloud: EmulatorCloud;
  blockVolumes: BlockVolumes;
  clusterId: string;
}): VolumeReconciler {
  const { api, cloud, blockVolumes, clusterId } = options;
  const warn = createWarnings(api, provisioner);
  const attached = new Map<string, string>();
  /** Block volumes by the UID of the claim they are made for, whose PersistentVolume may still be to come. */
  const made = new Map<string, string>();

  async function provision({
    claim,
    storageClass,
    sizeBytes,
  }: VolumeChange & { do: 'provision' }): Promise<void> {
    const { uid = '', name, namespace = '' } = claim.metadata;
    const {
      accessModes = ['ReadWriteOnce'],
      storageClassName,
      volumeMode = 'Filesystem',
      resources,
    } = claim.spec;
    const perfIops = storageClass.parameters?.['iops'] === '15000' ? 15000 : 5000;
    const volumeId =
      made.get(uid) ??
      (await cloud.createVolume({ clusterId, name: volumeNameOf(claim), sizeBytes, perfIops })).id;
    made.set(uid, volumeId);
    const path = await blockVolumes.create(volumeId);
    await createObject(api, '/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volumeNameOf(claim), annotations: { [provisionedByAnnotation]: provisioner } },
      spec: {
        capacity: { storage: resources?.requests?.storage ?? String(sizeBytes) },
        ...{ accessModes, storageClassName, volumeMode },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
        local: { path },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [anyNode] }] } },
      },
    });
  }

  async function apply(change: VolumeChange): Promise<void> {
    switch (change.do) {
      case 'provision':
        return provision(change);
      case 'refuse':
        return warn({ ...change.claim, kind: 'PersistentVolumeClaim' }, 'ProvisioningFailed', change.why);
      case 'resize': {
        const { volume, volumeId, claim, storage, sizeBytes } = change;
        await cloud.resizeVolume(volumeId, sizeBytes);
        await mergeObject(api, `/api/v1/persistentvolumes/${volume.metadata.name}`, {
          spec: { capacity: { storage } },
        });
        await mergeObject(api, `${pathOf(claim)}/status`, {
          status: { capacity: { storage }, conditions: null },
        });
        return;
      }
      case 'attach':
        await cloud.attachVolume(change.volumeId, change.serverId);
        attached.set(change.volumeId, change.serverId);
        return;
      case 'detach':
        await cloud.detachVolume(change.volumeId);
        attached.delete(change.volumeId);
        return;
      case 'delete':
        await cloud.deleteVolume(change.volumeId);
        await deleteObject(api, `/api/v1/persistentvolumes/${change.volume.metadata.name}`);
    }
  }

  return {
    async run(facts): Promise<void> {
      const failures: unknown[] = [];
      // What is planned for one volume is done in its order; one that fails does not keep the others.
      const byVolume = new Map<string | undefined, VolumeChange[]>();
      for (const change of planVolumes({ ...facts, attached })) {
        const key = 'volumeId' in change ? change.volumeId : change.claim.metadata.uid;
        byVolume.set(key, [...(byVolume.get(key) ?? []), change]);
      }
      await Promise.all(
        [...byVolume.values()].map(async (changes) => {
          try {
            for (const change of changes) await apply(change);
          } catch (error) {
            failures.push(error);
          }
        }),
      );
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Block volumes of a zone reach each of its nodes. */
const anyNode = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };

const pathOf = ({ metadata }: Claim): string =>
  `/api/v1/namespaces/${metadata.namespace ?? ''}/persistentvolumeclaims/${metadata.name}`;
