import { expect, test } from 'vitest';
import { BoardApiError } from './board-api-error.ts';
import { directKubeconfig } from './direct-kubeconfig.ts';

const kubeconfig = `apiVersion: v1
kind: Config
clusters:
  - name: board
    cluster:
      server: https://abc.api.k8s.fr-par.scw.cloud:6443
      certificate-authority-data: Q0E=
`;

test('where the resolver knows every name, nothing is changed', async () => {
  const { text, server } = await directKubeconfig(kubeconfig, undefined);
  expect(text).toBe(kubeconfig);
  expect(server).toBe('https://abc.api.k8s.fr-par.scw.cloud:6443');
});

test('an address stands in for a name, which the certificate still has to be for', async () => {
  const { text, server } = await directKubeconfig(kubeconfig, async () => ['198.18.0.40']);
  expect(server).toBe('https://198.18.0.40:6443');
  expect(text).toContain('server: https://198.18.0.40:6443');
  expect(text).toContain('tls-server-name: abc.api.k8s.fr-par.scw.cloud');
});

test('a name without an address is a board without nodes', async () => {
  await expect(directKubeconfig(kubeconfig, async () => [])).rejects.toThrow(BoardApiError);
});

test('a kubeconfig without a server is refused', async () => {
  await expect(directKubeconfig('clusters: []\n', undefined)).rejects.toThrow('names no server');
});
