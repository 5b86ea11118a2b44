import { expect, test } from 'vitest';
import { placeRepositories } from './chart-repositories.ts';

test('each real repository has its place, whether it is a registry or a server of files', () => {
  const releases = ['oci://ghcr.io/traefik/helm', 'https://prometheus.example/helm-charts'];
  const servers = { charts: 'http://198.18.1.10', registry: '198.18.1.8:5000' };
  expect(
    placeRepositories(
      releases.map((repository) => ({ repository })),
      servers,
    ),
  ).toEqual({
    'https://releases.rancher.com/server-charts/stable':
      'http://198.18.1.10/releases.rancher.com/server-charts/stable',
    'oci://ghcr.io/traefik/helm': 'oci://198.18.1.8:5000/traefik/helm',
    'https://prometheus.example/helm-charts': 'http://198.18.1.10/prometheus.example/helm-charts',
  });
});
