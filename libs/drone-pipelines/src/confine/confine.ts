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
 * const objects = confine({ namespaces: { runner: 'ci', builds: 'ci-builds' }, runner, builds });
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
