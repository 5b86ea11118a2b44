import { expect, test } from 'vitest';
import { versionStamp } from './version-stamp.ts';

test('server and client get the same version', () => {
  expect(versionStamp('v1.36.4+k3s1')).toMatchObject({
    'k8s.io/component-base/version.gitVersion': 'v1.36.4+k3s1',
    'k8s.io/component-base/version.gitMajor': '1',
    'k8s.io/component-base/version.gitMinor': '36',
    'k8s.io/client-go/pkg/version.gitVersion': 'v1.36.4+k3s1',
  });
});
