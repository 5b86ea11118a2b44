/** Of a PersistentVolume, what tells which volume of Scaleway's is behind it. */
export interface PersistentVolume {
  spec: { csi?: { driver: string; volumeHandle: string } };
}

const scalewayDriver = 'csi.scaleway.com';

/** Ids of the volumes that Scaleway's storage driver has made; its handles are `<zone>/<id>`. */
export function volumeIdsOf(volumes: readonly PersistentVolume[]): string[] {
  return volumes.flatMap(({ spec: { csi } }) =>
    csi?.driver === scalewayDriver ? (csi.volumeHandle.split('/').at(-1) ?? []) : [],
  );
}
