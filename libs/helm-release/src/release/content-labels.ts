import { createHash } from 'node:crypto';
import type { DesiredRelease } from './desired-release.ts';
import { canonicalJson, leaves, mergeValues, type JsonObject } from './json.ts';

/**
 * Labels of helm's own record of a release, by which one request tells whether anything is to be done. A label holds at
 * most 63 characters, so digests are cut to 160 bits.
 *
 * `revision` guards the other two: helm hands labels on to the next revision, also when somebody upgrades or rolls back
 * by hand. Then it no longer names the revision it is on.
 */
export const labelNames = {
  chart: 'helm-release/chart',
  values: 'helm-release/values',
  revision: 'helm-release/revision',
} as const;

export interface ContentLabels {
  chart: string;
  values: string;
}

/** Digests of what goes into a release. How it is brought there (waits, time limits) does not count. */
export function contentLabels(release: DesiredRelease, chartSha256: string): ContentLabels {
  const content = canonicalJson([
    allValues(release),
    secretPaths(release),
    // Whether definitions are applied is a matter of content: turning it on is an upgrade.
    release.crds ?? 'create',
  ]);
  return {
    chart: chartSha256.slice(0, 40),
    values: createHash('sha256').update(content).digest('hex').slice(0, 40),
  };
}

export const allValues = (release: DesiredRelease): JsonObject =>
  mergeValues(release.values ?? {}, release.secretValues ?? {});

/** Of values that somebody else installed, who did not say which are secret. */
export const pathsOfLikelySecrets = (values: JsonObject): string[] =>
  leaves(values).flatMap(([path]) =>
    /(password|passwd|secret|token|credential|private-?key|api-?key)[^/]*$/i.test(path) ? [path] : [],
  );

/** JSON Pointers of the values that must not be shown. */
export const secretPaths = (release: DesiredRelease): string[] =>
  leaves(release.secretValues ?? {}).map(([path]) => path);
