/** Of a PersistentVolumeList, what tells which volume of Scaleway's is behind each. */
export interface PersistentVolumeList {
  items: { spec: { csi?: { driver: string; volumeHandle: string } } }[];
}

const scalewayDriver = 'csi.scaleway.com';

/** Ids of the volumes that Scaleway's storage driver has made; its handles are `<zone>/<id>`. */
export function volumeIdsOf({ items }: PersistentVolumeList): string[] {
  return items.flatMap(({ spec: { csi } }) =>
    csi?.driver === scalewayDriver ? (csi.volumeHandle.split('/').at(-1) ?? []) : [],
  );
}
