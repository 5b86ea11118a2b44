import { InvalidReleaseError } from '../errors.ts';
import { releaseId } from './desired-release.ts';

/** A release as far as its place in the order goes. */
export interface OrderedRelease {
  namespace: string;
  name: string;
  after?: readonly string[] | undefined;
}

/**
 * Releases in an order in which each comes after those it is to come after, and otherwise as they were given.
 *
 * @throws {@link InvalidReleaseError} for a circle
 */
export function sortReleases<T extends OrderedRelease>(releases: readonly T[]): T[] {
  const sorted: T[] = [];
  let left = [...releases];
  while (left.length > 0) {
    const waiting = new Set(left.map(releaseId));
    const next = left.find(({ after = [] }) => !after.some((id) => waiting.has(id)));
    if (next === undefined) throw new InvalidReleaseError(`the order is a circle: ${describeCircle(left)}`);
    sorted.push(next);
    left = left.filter((release) => release !== next);
  }
  return sorted;
}

/** @throws {@link InvalidReleaseError} for one that comes after itself or after something unknown, and for circles */
export function checkOrder(releases: readonly OrderedRelease[]): void {
  const ids = new Set(releases.map(releaseId));
  for (const release of releases)
    for (const id of release.after ?? [])
      if (!ids.has(id))
        throw new InvalidReleaseError(
          `the release ${releaseId(release)} is to come after ${JSON.stringify(id)}, which is not described; ` +
            'give the namespace and the name of a release, namespace/name',
        );
  sortReleases(releases);
}

/** `a/x after b/y after a/x` */
function describeCircle(releases: readonly OrderedRelease[]): string {
  const byId = new Map(releases.map((release) => [releaseId(release), release]));
  const walked: string[] = [];
  let id = [...byId.keys()][0] ?? '';
  while (!walked.includes(id)) {
    walked.push(id);
    id = byId.get(id)?.after?.find((before) => byId.has(before)) ?? '';
  }
  return [...walked.slice(walked.indexOf(id)), id].join(' after ');
}
