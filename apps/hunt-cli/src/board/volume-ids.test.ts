import { expect, test } from 'vitest';
import { volumeIdsOf } from './volume-ids.ts';

test("volumes of Scaleway's driver are known by their ids, those of others are not asked for", () => {
  const id = '3e0c2f4a-8d55-4f0f-9a33-7b4cf7d0c9d1';
  const volumes = [
    { spec: { csi: { driver: 'csi.scaleway.com', volumeHandle: `fr-par-1/${id}` } } },
    { spec: { csi: { driver: 'nfs.csi.k8s.io', volumeHandle: 'server/share' } } },
    { spec: {} },
  ];
  expect(volumeIdsOf(volumes)).toEqual([id]);
});
