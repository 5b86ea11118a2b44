import { expect, test } from 'vitest';
import type { StageDescription } from '../stage/description.ts';
import { renderStatus, renderUp, withoutSecret } from './render.ts';

const description: StageDescription = {
  name: 'blue',
  version: '1',
  apiUrl: 'http://198.18.1.2',
  accessKey: 'SCWXXXXXXXXXXXXXXXXX',
  secretKey: 'very-secret',
  organizationId: 'o',
  projectId: 'p',
  region: 'fr-par',
  zone: 'fr-par-1',
  addressRange: '198.18.1.0/24',
  directory: '/run/hunt-stage/blue',
  resolver: '198.18.1.3',
  rootServers: [{ host: '198.18.1.4' }],
  parentZone: 'example.com',
  certificateAuthority: {
    directoryUrl: 'https://198.18.1.7/dir',
    trustedCertificates: 'PEM',
    issuerCertificates: 'PEM',
  },
  releases: {
    k3sChannelUrl: 'http://198.18.1.9/v1-release/channels',
    k3sArtifactUrl: 'http://198.18.1.9/k3s-io/k3s/releases/download',
  },
  registryMirror: 'http://198.18.1.8:5000',
  chartRepositories: { 'https://charts.test/stable': 'http://198.18.1.10/charts.test/stable' },
  helm: '/cache/helm',
  kubectl: '/cache/kubectl',
};

test('the secret key is never shown', () => {
  const file = '/run/hunt-stage/blue/description.json';
  expect(renderUp(description, file)).not.toContain('very-secret');
  expect(JSON.stringify(withoutSecret(description, file))).not.toContain('very-secret');
  expect(Object.keys(withoutSecret(description, file)).sort()).toEqual(
    [...Object.keys(description).filter((key) => key !== 'secretKey'), 'descriptionFile'].sort(),
  );
});

test('the status names every stage with its clusters and machines, and the remedy for a dead one', () => {
  const stage = {
    apiUrl: 'http://198.18.1.2',
    addressRange: '198.18.1.0/24',
    directory: '/run/hunt-stage/blue',
    log: '/run/hunt-stage/blue/stage.log',
  };
  const machine = { serverId: 's', addresses: ['198.18.1.32'], console: '/c' };
  const cluster = { id: 'c', version: '1.36.3', api: '198.18.1.40:6443', log: '/l' };
  const node = { name: 'n', address: '198.18.1.41', isReady: true };
  const leader = { pid: 1, startTime: '1', bootId: 'b' };
  expect(
    renderStatus([
      {
        ...stage,
        name: 'blue',
        state: 'up',
        supplies: [
          { name: 'pause-image', state: 'made' },
          { name: 'k3s v1.36.3+k3s1', state: 'being made' },
          { name: 'charts', state: 'failed', message: 'no disk' },
        ],
        machines: [
          { ...machine, name: 'master', leader },
          { ...machine, name: 'spare', leader: null, addresses: [] },
        ],
        clusters: [
          { ...cluster, name: 'blue', status: 'ready', nodes: [node, { ...node, isReady: false }] },
          { ...cluster, name: 'green', status: 'pool_required', nodes: [] },
          { ...cluster, name: 'red', status: 'updating', nodes: [node] },
        ],
      },
      { ...stage, name: 'old', state: 'dead', machines: [], clusters: [], supplies: [] },
    ]),
  ).toBe(`blue: up, API http://198.18.1.2, addresses 198.18.1.0/24
  being made: k3s v1.36.3+k3s1
  could not be made, and is tried again when asked for: charts: no disk
  cluster blue: 1.36.3, ready, 1 of 2 nodes, API https://198.18.1.40:6443
  cluster green: 1.36.3, pool_required, no node, API https://198.18.1.40:6443
  cluster red: 1.36.3, updating, 1 node, API https://198.18.1.40:6443
  master: on, 198.18.1.32
  spare: off, no address
old: dead (nx run stage:down removes what is left of it), API http://198.18.1.2, addresses 198.18.1.0/24`);
  expect(renderStatus([])).toContain('No stage is up');
});
