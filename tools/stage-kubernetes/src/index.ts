export { ensureKubernetes, type KubernetesPrograms } from './programs/ensure-kubernetes.ts';
