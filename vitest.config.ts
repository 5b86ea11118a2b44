import { defineConfig } from 'vitest/config';

const source = { conditions: ['@wescale/source'] };
const resolve = {
  resolve: source,
  ssr: { resolve: { conditions: ['@wescale/source', 'node', 'import', 'module', 'default'] } },
};

/** `unit` is pure and fast; `integration` starts real servers and machines, one process a file. */
export default defineConfig({
  test: {
    projects: [
      {
        ...resolve,
        test: { name: 'unit', include: ['{libs,apps,tools}/*/src/**/*.test.ts'], testTimeout: 10_000 },
      },
      {
        ...resolve,
        test: {
          name: 'integration',
          include: ['{libs,apps,tools}/*/integration/**/*.test.ts'],
          pool: 'forks',
          // They mostly wait for machines: two files at once are no slower each, and half as long.
          maxWorkers: 2,
          testTimeout: 180_000,
          // The first one on a machine compiles Kubernetes.
          hookTimeout: 600_000,
          teardownTimeout: 60_000,
        },
      },
    ],
  },
});
