import { admissionObjects } from './admission.ts';
import { limitObjects, namespaceObjects, networkObjects, roleObjects } from './isolation.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { checkOptions, type ConfineOptions } from './options.ts';
import { runnerObjects } from './runner.ts';

/**
 * The Kubernetes objects that keep a Drone runner and its builds apart: from each other, from the cluster, from the
 * server and from other builds. In the order in which they can be applied; the runner comes last.
 *
 * @throws {InvalidConfinementError} for choices that would not confine
 * @example
 * const digest = `sha256:${'a'.repeat(64)}`;
 * const options: ConfineOptions = {
 *   namespaces: { runner: 'ci', builds: 'ci-builds' },
 *   runner: {
 *     image: `drone/drone-runner-kube@${digest}`,
 *     cloneImage: `drone/git@${digest}`,
 *     placeholderImage: `drone/placeholder@${digest}`,
 *     server: { protocol: 'https', host: 'drone.example.com', reach: { cidr: '203.0.113.7/32', ports: [443] } },
 *     kubernetesApi: { cidr: '198.51.100.1/32', ports: [6443] },
 *     rpcSecret: { name: 'drone-rpc', key: 'secret' },
 *     repositories: ['players/game'],
 *     events: ['push', 'pull_request'],
 *   },
 *   builds: { egress: [PUBLIC_HTTPS], stepLimit: { cpuMillis: 500, memoryMebibytes: 512 } },
 * };
 * confine(options).length; // 20 objects, the runner last
 */
export function confine(options: ConfineOptions): KubernetesObject[] {
  checkOptions(options);
  return [
    ...namespaceObjects(options),
    ...roleObjects(options),
    ...networkObjects(options),
    ...limitObjects(options),
    ...admissionObjects(options),
    ...runnerObjects(options),
  ];
}
