export {
  adminKubeconfigName,
  type KapsuleControlPlaneConfiguration,
} from './kapsule/control-plane-configuration.ts';
export { ensureKapsuleRelease, type KapsuleRelease } from './kapsule/ensure-kapsule-release.ts';
export { kapsuleVersions } from './kapsule/kapsule-versions.ts';
export type {
  KapsuleKeyPair,
  KapsuleNodeConfiguration,
  KapsuleNodeCredentials,
} from './kapsule/node-configuration.ts';
export { ensureCoreDns, ensureKubernetes, type KubernetesPrograms } from './programs/ensure-kubernetes.ts';
export { ensureK3sRelease, type K3sRelease } from './release/ensure-k3s-release.ts';
export { k3sVersions } from './release/k3s-versions.ts';
