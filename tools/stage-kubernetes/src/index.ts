export { ensureCoreDns, ensureKubernetes, type KubernetesPrograms } from './programs/ensure-kubernetes.ts';
export { ensureK3sRelease, type K3sRelease } from './release/ensure-k3s-release.ts';
export { k3sVersions } from './release/k3s-versions.ts';
