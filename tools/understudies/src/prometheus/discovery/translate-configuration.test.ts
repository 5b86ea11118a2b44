import { expect, test } from 'vitest';

import { translateConfiguration } from './translate-configuration.ts';

const configuration = (discovery: string): string => `scrape_configs:
  - job_name: itself
    static_configs: [{ targets: ['localhost:9090'] }]
  - job_name: nodes
    kubernetes_sd_configs: [${discovery}]
`;

test('files take the place of discovery in Kubernetes, and the rest stays', () => {
  const { text, roles } = translateConfiguration(configuration('{ role: node }'), '/run/discovery');
  expect(roles).toEqual(['node']);
  expect(text).not.toContain('kubernetes_sd_configs');
  expect(text).toContain('/run/discovery/node.json');
  expect(text).toContain('localhost:9090');
});

test.for(['{ role: ingress }', '{ role: node, namespaces: { names: [default] } }'])(
  'what is not played is refused: %s',
  (discovery) => {
    expect(() => translateConfiguration(configuration(discovery), '/run')).toThrow(/^nodes: .*not played/);
  },
);
