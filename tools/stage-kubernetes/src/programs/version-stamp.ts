import { kubernetesVersion } from './versions.ts';

/**
 * What the linker sets so that the programs say which version they are. Without it they say v0.0.0, and charts with
 * a `kubeVersion` refuse them.
 */
export function versionStamp(version: string = kubernetesVersion): Record<string, string> {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  const values: Record<string, string> = {};
  for (const module of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
    values[`${module}.gitVersion`] = version;
    values[`${module}.gitMajor`] = major;
    values[`${module}.gitMinor`] = minor;
    values[`${module}.gitTreeState`] = 'clean';
  }
  return values;
}
