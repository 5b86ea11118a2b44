import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { apiPortOf, rewriteKubeconfig } from './read-kubeconfig.ts';

// "default" also stands in data, where it must stay.
const original = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ZGVmYXVsdA==
    server: https://127.0.0.1:6443
  name: default
contexts:
- context:
    cluster: default
    namespace: default
    user: default
  name: default
current-context: default
kind: Config
users:
- name: default
  user:
    client-certificate-data: MTI3LjAuMC4x
    client-key-data: bG9jYWxob3N0
`;

test('names and address change, and nothing else', () => {
  expect(
    parse(
      rewriteKubeconfig(original, { name: 'hunt', server: 'https://127.0.0.1:40123', tlsServerName: 'k3s' }),
    ),
  ).toEqual({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hunt',
    clusters: [
      {
        name: 'hunt',
        cluster: {
          'certificate-authority-data': 'ZGVmYXVsdA==',
          server: 'https://127.0.0.1:40123',
          'tls-server-name': 'k3s',
        },
      },
    ],
    contexts: [{ name: 'hunt', context: { cluster: 'hunt', user: 'hunt', namespace: 'default' } }],
    users: [
      {
        name: 'hunt',
        user: { 'client-certificate-data': 'MTI3LjAuMC4x', 'client-key-data': 'bG9jYWxob3N0' },
      },
    ],
  });
  expect(parse(rewriteKubeconfig(original, {}))).toEqual(parse(original));
  expect(apiPortOf(original)).toBe(6443);
});

test.each(['', 'a: [', 'clusters: []', original.replace('server', 'sever')])(
  '%j is no kubeconfig',
  (text) => {
    expect(() => rewriteKubeconfig(text, { name: 'hunt' })).toThrow(
      expect.objectContaining({ code: 'kubeconfig-unreadable' }),
    );
  },
);
