import type { Helm } from '../helm/create-helm.ts';
import { readRecords, releaseStates } from './release-records.ts';

/** A release that is there. */
export interface ListedRelease {
  namespace: string;
  name: string;
  revision: number;
  status: string;
  /** Whether its newest revision was made by this library. */
  isOurs: boolean;
}

/** All releases of the cluster, in one request. */
export async function listReleases(
  helm: Helm,
  options: { signal?: AbortSignal } = {},
): Promise<ListedRelease[]> {
  const states = releaseStates(await readRecords(helm, options.signal));
  return [...states.values()].map(({ latest }) => ({
    namespace: latest.namespace,
    name: latest.name,
    revision: latest.revision,
    status: latest.status,
    isOurs: latest.content !== undefined,
  }));
}
