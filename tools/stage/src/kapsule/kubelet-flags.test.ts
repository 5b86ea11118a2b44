import { expect, test } from 'vitest';
import { kubeletFlags } from './kubelet-flags.ts';

test('arguments of a pool become flags; what no flag stands for is refused by its name', () => {
  expect(kubeletFlags({ maxPods: '50', registryPullQPS: '10' })).toEqual({
    ...{ 'max-pods': '50', 'registry-qps': '10' },
  });
  expect(() => kubeletFlags({ maxParallelImagePulls: '3' })).toThrow("'maxParallelImagePulls'");
});
