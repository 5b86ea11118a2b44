import type { Helm } from '../helm/create-helm.ts';
import { setId } from './desired-objects.ts';

/** What is going on with a set. */
export type ObjectsProgress = { set: string; elapsedMs: number } & (
  | { state: 'applying' | 'deleting'; object: string }
  /** `the cluster to know cert-manager.io/v1 ClusterIssuer`; told again and again. */
  | { state: 'awaiting'; what: string }
  | { state: 'done' }
);

type OfSet<T> = T extends unknown ? Omit<T, 'set' | 'elapsedMs'> : never;

export type TellProgress = (progress: OfSet<ObjectsProgress>) => void;

/** Tells what is going on with one set from now on. */
export function tellProgress(
  helm: Helm,
  set: { namespace: string; name: string },
  onProgress: ((progress: ObjectsProgress) => void) | undefined,
): TellProgress {
  const startedAt = helm.now().getTime();
  return (progress) =>
    onProgress?.({ set: setId(set), elapsedMs: helm.now().getTime() - startedAt, ...progress });
}
