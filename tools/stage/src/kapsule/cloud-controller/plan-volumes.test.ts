import { expect, test } from 'vitest';
import type { Claim, Volume } from './objects.ts';
import type { VolumeFacts } from './plan-volumes.ts';
import { planVolumes } from './plan-volumes.ts';

const claim: Claim = {
  metadata: {
    name: 'data',
    namespace: 'logging',
    uid: 'u1',
    annotations: { 'volume.kubernetes.io/storage-provisioner': 'csi.scaleway.com' },
  },
  spec: { storageClassName: 'sbs-default', resources: { requests: { storage: '10Gi' } } },
};
const bound: Claim = { ...claim, status: { phase: 'Bound', capacity: { storage: '10Gi' } } };
const volume: Volume = {
  metadata: { name: 'pvc-u1' },
  spec: {
    capacity: { storage: '10Gi' },
    local: { path: '/var/lib/scw-volumes/v1' },
    claimRef: { namespace: 'logging', name: 'data', uid: 'u1' },
    persistentVolumeReclaimPolicy: 'Delete',
  },
  status: { phase: 'Bound' },
};
const pod = {
  metadata: { name: 'loki-0', namespace: 'logging' },
  spec: { nodeName: 'n1', volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] },
};
const facts = (change: Partial<VolumeFacts>): VolumeFacts => ({
  claims: [],
  volumes: [],
  classes: [{ metadata: { name: 'sbs-default' }, provisioner: 'csi.scaleway.com' }],
  pods: [],
  nodes: [{ metadata: { name: 'n1' }, spec: { providerID: 'scaleway://instance/fr-par-1/s1' } }],
  attached: new Map(),
  ...change,
});

test('a claim for our provisioner gets one volume of its size, once', () => {
  expect(planVolumes(facts({ claims: [claim] }))).toMatchObject([
    { do: 'provision', sizeBytes: 10 * 2 ** 30 },
  ]);
  expect(planVolumes(facts({ claims: [bound], volumes: [volume] }))).toEqual([]);
  const foreign = { ...claim, metadata: { ...claim.metadata, annotations: {} } };
  expect(planVolumes(facts({ claims: [foreign] }))).toEqual([]);
});

test('a claim for several nodes is refused', () => {
  const wish = { ...claim, spec: { ...claim.spec, accessModes: ['ReadWriteMany'] } };
  expect(planVolumes(facts({ claims: [wish] }))).toMatchObject([
    { do: 'refuse', why: 'a block volume is for one node, not ReadWriteMany' },
  ]);
});

test('a volume follows its pod from server to server', () => {
  const used = { claims: [bound], volumes: [volume], pods: [pod] };
  expect(planVolumes(facts(used))).toEqual([{ do: 'attach', volumeId: 'v1', serverId: 's1' }]);
  expect(planVolumes(facts({ ...used, attached: new Map([['v1', 's1']]) }))).toEqual([]);
  expect(
    planVolumes(facts({ ...used, attached: new Map([['v1', 's0']]) })).map((change) => change.do),
  ).toEqual(['detach', 'attach']);
  expect(planVolumes(facts({ ...used, pods: [], attached: new Map([['v1', 's1']]) }))).toEqual([
    { do: 'detach', volumeId: 'v1' },
  ]);
});

test('a claim that asks for more has its volume grow', () => {
  const wish = { ...bound, spec: { ...bound.spec, resources: { requests: { storage: '20Gi' } } } };
  expect(planVolumes(facts({ claims: [wish], volumes: [volume] }))).toMatchObject([
    { do: 'resize', volumeId: 'v1', storage: '20Gi', sizeBytes: 20 * 2 ** 30 },
  ]);
});

test('a volume whose claim is gone goes too, unless it is to be kept', () => {
  const released = { ...volume, status: { phase: 'Released' } };
  expect(planVolumes(facts({ volumes: [released] }))).toMatchObject([{ do: 'delete', volumeId: 'v1' }]);
  const kept = { ...released, spec: { ...released.spec, persistentVolumeReclaimPolicy: 'Retain' } };
  expect(planVolumes(facts({ volumes: [kept] }))).toEqual([]);
});
