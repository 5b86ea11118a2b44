import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runTool } from '@wescale/build-cache';
import { ensureKubernetes } from '@wescale/stage-kubernetes';

const modules = ['go', 'coredns'];

// Minutes, the first time on a machine; what is compiled there is used here.
beforeAll(() => ensureKubernetes(), 1_800_000);

const go = (module: string, ...args: string[]): Promise<string> =>
  runTool('go', args, {
    directory: join(import.meta.dirname, '..', module),
    // As it is built, so that nothing is compiled a second time.
    environment: { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -mod=readonly -trimpath' },
  });

test.each(modules)(
  'the tests of %s pass',
  async (module) => {
    // Without vet, which would look into all of Kubernetes first, for minutes.
    expect(await go(module, 'test', '-vet=off', './...')).not.toContain('FAIL');
  },
  600_000,
);

test.each(modules)('go.mod and go.sum of %s name what is used and nothing else', async (module) => {
  expect(await go(module, 'mod', 'tidy', '-diff')).toBe('');
});
