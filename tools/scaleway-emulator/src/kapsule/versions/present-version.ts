import { admissionPlugins, kubeletArguments, minorOf } from '../../catalogue/kubernetes-versions.ts';
import { regionOf } from '../../state/region.ts';
import type { World } from '../../state/world.ts';

/** A version of Kubernetes [pool-basic#0]. */
export function presentVersion(world: World, version: string): object {
  const minor = minorOf(version);
  return {
    region: regionOf(world),
    name: version,
    label: `Kubernetes ${version}`,
    available_cnis: minor.cnis,
    available_container_runtimes: ['containerd'],
    available_feature_gates: minor.featureGates,
    available_admission_plugins: admissionPlugins,
    available_kubelet_args: kubeletArguments,
    deprecated_at: `${minor.deprecatedAt}T00:00:00Z`,
    end_of_life_at: `${minor.endOfLifeAt}T00:00:00Z`,
    released_at: `${minor.releasedAt}T00:00:00Z`,
  };
}
