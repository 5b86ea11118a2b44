import { isAbsolute } from 'node:path';
import { InvalidReleaseError } from '../errors.ts';
import type { JsonObject } from './json.ts';
import { checkOrder } from './release-order.ts';

/** Where a chart is, and which one. */
export interface ChartReference {
  /**
   * `https://…` or `http://…`: a chart repository. `oci://…`: the path in a registry under which the chart is.
   * An absolute path: a folder that holds `<name>-<version>.tgz`, or the chart itself in the folder `<name>`.
   */
  repository: string;
  name: string;
  /** One exact version, no range. */
  version: string;
  /**
   * Hexadecimal sha256 of the chart's archive (of a chart folder: what `readChart` says). With it nothing is fetched
   * for a release that needs no change, and another content is refused. Without it the plan says what was found.
   */
  sha256?: string;
  /** File with certificates (PEM) by which the repository is known. @default those of the system */
  trustedCertificatesFile?: string;
  /** Speaks HTTP with a registry, for registries on loopback. @default false */
  isPlainHttp?: boolean;
}

/** A release as it should be. Plain data. */
export interface DesiredRelease {
  name: string;
  namespace: string;
  chart: ChartReference;
  /** Over the chart's own. @default {} */
  values?: JsonObject;
  /** Merged over `values`; never shown, neither here nor where the chart puts them. @default {} */
  secretValues?: JsonObject;
  /**
   * What helm waits for: `watcher`: that every object is ready; `legacy`: the same, in helm 3's way;
   * `hookOnly`: hooks only. @default 'watcher'
   */
  wait?: 'watcher' | 'legacy' | 'hookOnly';
  /** How long helm waits, 1 or more. @default 300 */
  timeoutSeconds?: number;
  /** @default false */
  createNamespace?: boolean;
  /**
   * Releases of the same call, `namespace/name`, that are brought up before this one; what does not wait for each other
   * is brought up at the same time. @default []
   */
  after?: readonly string[];
  /**
   * What becomes of the chart's `crds` folder. `create`: helm creates what is missing and never changes it;
   * `apply`: this library applies it server-side beforehand, at each install and upgrade; `skip`: nothing.
   * Definitions among a chart's templates are objects like any other. @default 'create'
   */
  crds?: 'create' | 'apply' | 'skip';
  /**
   * Does not check values against the chart's schema; for schemas that refer to places that cannot be reached.
   * @default false
   */
  skipSchemaValidation?: boolean;
  /** Takes back fields that others have set on the release's objects. @default false: a conflict is an error */
  forceConflicts?: boolean;
  /** Returns to the last good revision when an upgrade fails, and removes what a failed install made. @default false */
  rollBackOnFailure?: boolean;
}

export const releaseId = (release: { namespace: string; name: string }): string =>
  `${release.namespace}/${release.name}`;

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Helm's own rule for names of releases, at most 53 characters. */
const releaseName = /^(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const chartName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const exactVersion = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const repository = /^(https?|oci):\/\/[^\s]+$/;

/** @throws {@link InvalidReleaseError} for the first thing that makes no sense */
export function checkReleases(releases: readonly DesiredRelease[]): void {
  const seen = new Set<string>();
  for (const release of releases) {
    checkRelease(release);
    const id = releaseId(release);
    if (seen.has(id)) throw new InvalidReleaseError(`the release ${id} is described twice`);
    seen.add(id);
  }
  checkOrder(releases);
}

function checkRelease(release: DesiredRelease): void {
  checkReleaseName(release);
  const fail = (what: string): never => {
    throw new InvalidReleaseError(`the release ${releaseId(release)} ${what}`);
  };
  checkChart(release.chart);
  const seconds = release.timeoutSeconds ?? 300;
  if (!Number.isInteger(seconds) || seconds < 1) fail(`waits for ${seconds} seconds; 1 or more, please`);
}

export function checkReleaseName(release: { namespace: string; name: string }): void {
  if (!releaseName.test(release.name))
    throw new InvalidReleaseError(`${JSON.stringify(release.name)} is no name of a release`);
  if (!dnsLabel.test(release.namespace))
    throw new InvalidReleaseError(`${JSON.stringify(release.namespace)} is no name of a namespace`);
}

/** @throws {@link InvalidReleaseError} */
export function checkChart(chart: ChartReference): void {
  const fail = (what: string): never => {
    throw new InvalidReleaseError(`the chart ${JSON.stringify(chart.name)} ${what}`);
  };
  if (!chartName.test(chart.name)) fail('has a name no chart can have');
  if (!exactVersion.test(chart.version))
    fail(`is wanted in version ${JSON.stringify(chart.version)}, which is not one exact version`);
  if (!repository.test(chart.repository) && !isAbsolute(chart.repository))
    fail(`is wanted from ${JSON.stringify(chart.repository)}, neither https://, oci:// nor an absolute path`);
  if (/^[a-z]+:\/\/[^/]*@/.test(chart.repository))
    fail('has a login in its repository, which would be shown');
  if (chart.sha256 !== undefined && !/^[0-9a-f]{64}$/.test(chart.sha256))
    fail('has a sha256 that is not 64 hexadecimal digits');
}
