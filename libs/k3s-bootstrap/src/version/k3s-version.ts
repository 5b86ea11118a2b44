/** A k3s version taken apart: `v1.36.3-rc1+k3s2`. */
export interface K3sVersion {
  major: number;
  minor: number;
  patch: number;
  /** `rc1`, `alpha2`; empty for a release. */
  preRelease: string;
  /** The number after `+k3s`. */
  revision: number;
}

const pattern = /^v(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?\+k3s(\d+)$/;

/** Takes a version apart; undefined when it is none, such as one without `+k3s1`. */
export function parseK3sVersion(text: string): K3sVersion | undefined {
  const [, major, minor, patch, preRelease = '', revision] = pattern.exec(text) ?? [];
  if (revision === undefined) return undefined;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    preRelease,
    revision: Number(revision),
  };
}

/** Negative when `a` is older than `b`, 0 when they are the same, positive when it is newer. */
export function compareK3sVersions(a: K3sVersion, b: K3sVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePreReleases(a.preRelease, b.preRelease) ||
    a.revision - b.revision
  );
}

/** As Semantic Versioning 2.0.0 §11: a release is newer than its candidates; numbers count as numbers. */
export function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [left, right] = [a, b].map((text) => text.split('.'));
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index];
    if (other === undefined) return 1;
    const difference = compareIdentifiers(part, other);
    if (difference !== 0) return difference;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}

function compareIdentifiers(a: string, b: string): number {
  const areNumbers = [a, b].map((text) => /^\d+$/.test(text));
  if (areNumbers[0] && areNumbers[1]) return Number(a) - Number(b);
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
