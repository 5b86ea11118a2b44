import { HelmFailedError, InvalidReleaseError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { readDiscovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { allValues } from '../release/content-labels.ts';
import { checkReleases, releaseId, type DesiredRelease } from '../release/desired-release.ts';
import { isObject } from '../release/json.ts';
import { releaseSecrets } from '../release/secrets.ts';
import { parseManifest, type ManifestObject } from './manifest.ts';
import { fetchChart } from './fetch-chart.ts';

export interface RenderOptions {
  /** `1.36.3`; a chart that does not accept it is an error. @default what helm was built with */
  kubernetesVersion?: string;
  /** More of what the cluster knows: `cert-manager.io/v1`, `cert-manager.io/v1/Issuer`. @default [] */
  apiVersions?: readonly string[];
  /** Renders as for an upgrade, which some charts tell apart. @default false */
  isUpgrade?: boolean;
  signal?: AbortSignal;
}

/**
 * Renders a release without a cluster; what a chart would look up there is empty. Hooks are among the objects, tests are not.
 * The objects hold secrets if the values do.
 *
 * @throws {@link HelmFailedError} `values-refused`, `render-failed`, `chart-refused-kubernetes-version`
 *
 * @example
 * const objects = await renderRelease(helm, release, { kubernetesVersion: '1.36.3' });
 */
export async function renderRelease(
  helm: Helm,
  release: DesiredRelease,
  options: RenderOptions = {},
): Promise<ManifestObject[]> {
  checkReleases([release]);
  const { path } = await fetchChart(helm, release.chart, release.chart.sha256, options.signal);
  const version = options.kubernetesVersion;
  if (version !== undefined && !/^v?\d+\.\d+(\.\d+)?/.test(version))
    throw new InvalidReleaseError(`${JSON.stringify(version)} is no version of Kubernetes`);
  const args = [
    ...(version === undefined ? [] : ['--kube-version', version]),
    ...(options.apiVersions ?? []).flatMap((name) => ['--api-versions', name]),
    ...(options.isUpgrade === true ? ['--is-upgrade'] : []),
  ];
  return renderChart(helm, release, path, { args, signal: options.signal });
}

/** Renders against the cluster: its version, what it knows, and what the chart looks up. Changes nothing. */
export async function renderOnCluster(
  helm: Helm,
  release: DesiredRelease,
  path: string,
  options: { isUpgrade: boolean; signal?: AbortSignal | undefined },
): Promise<ManifestObject[]> {
  const { signal } = options;
  const upgrade = options.isUpgrade ? ['--is-upgrade'] : [];
  try {
    const args = ['--dry-run=server', ...upgrade];
    return await renderChart(helm, release, path, { args, usesCluster: true, signal });
  } catch (error) {
    if (!(error instanceof HelmFailedError) || error.code !== 'objects-refused') throw error;
    // The cluster does not know a kind that comes with this chart, or with a release before it. What there is to look
    // up is out of reach then, since helm shows nothing of what it rendered.
    return renderChart(helm, release, path, {
      args: [...(await clusterArguments(helm, signal)), ...upgrade],
      signal,
    });
  }
}

/** What a cluster is and knows, for a helm that does not ask it. */
async function clusterArguments(helm: Helm, signal: AbortSignal | undefined): Promise<string[]> {
  const [version, discovery] = await Promise.all([
    readJson(helm, '/version', { signal }),
    readDiscovery(helm, signal),
  ]);
  const kinds = [...discovery.keys()].map((key) => key.split(' '));
  const known = new Set(
    kinds.flatMap(([apiVersion = '', kind = '']) => [apiVersion, `${apiVersion}/${kind}`]),
  );
  const gitVersion = isObject(version) ? String(version['gitVersion']) : '';
  return ['--kube-version', gitVersion, '--api-versions', [...known].join(',')];
}

async function renderChart(
  helm: Helm,
  release: DesiredRelease,
  path: string,
  options: { args: readonly string[]; usesCluster?: boolean; signal?: AbortSignal | undefined },
): Promise<ManifestObject[]> {
  const text = await runHelm(helm, {
    args: [
      ...['template', release.name, path, '--namespace', release.namespace, '--values', '-'],
      ...['--skip-tests', ...options.args],
      ...(release.skipSchemaValidation === true ? ['--skip-schema-validation'] : []),
    ],
    about: `rendering ${releaseId(release)} (chart ${release.chart.name} ${release.chart.version})`,
    stdin: JSON.stringify(allValues(release)),
    secrets: releaseSecrets(release),
    ...(options.usesCluster === undefined ? {} : { usesCluster: options.usesCluster }),
    signal: options.signal,
  });
  return parseManifest(text);
}
