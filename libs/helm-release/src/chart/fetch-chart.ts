import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { ChartDigestMismatchError, HelmFailedError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import type { ChartReference } from '../release/desired-release.ts';
import { readChartFolder } from './chart-folder.ts';

/** A chart on this machine whose content is known. */
export interface FetchedChart {
  /** Archive or folder that helm can use. */
  path: string;
  sha256: string;
}

/**
 * The chart, from what was fetched earlier when its digest is given, otherwise from where it is.
 *
 * @param sha256 the digest it must have; its pin, or what the plan found
 * @throws {@link ChartDigestMismatchError}
 */
export async function fetchChart(
  helm: Helm,
  chart: ChartReference,
  sha256: string | undefined,
  signal?: AbortSignal,
): Promise<FetchedChart> {
  if (isAbsolute(chart.repository)) {
    const folder = join(chart.repository, chart.name);
    const archive = join(chart.repository, `${chart.name}-${chart.version}.tgz`);
    const found = (await readArchive(archive)) ?? (await readChartFolder(folder));
    if (found === undefined) throw notFound(chart, `neither ${archive} nor ${folder}/Chart.yaml is there`);
    return expectDigest(chart, found, sha256);
  }
  if (sha256 !== undefined) {
    const kept = await readArchive(keptPath(helm, chart, sha256));
    if (kept?.sha256 === sha256) return kept;
  }
  return pullChart(helm, chart, sha256, signal);
}

/** The digest that a chart is wanted with, without a look at it; otherwise that of what is there now. */
export async function chartDigest(helm: Helm, chart: ChartReference, signal?: AbortSignal): Promise<string> {
  // What lies on this machine is cheap to look at, and may have been edited.
  if (chart.sha256 !== undefined && !isAbsolute(chart.repository)) return chart.sha256;
  return (await fetchChart(helm, chart, chart.sha256, signal)).sha256;
}

export const describeChart = (chart: ChartReference): string =>
  `${chart.name} ${chart.version} from ${chart.repository}`;

async function pullChart(
  helm: Helm,
  chart: ChartReference,
  sha256: string | undefined,
  signal?: AbortSignal,
): Promise<FetchedChart> {
  const charts = join(helm.homeDirectory, 'charts');
  await mkdir(charts, { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(charts, 'pull-'));
  try {
    const args = ['--version', chart.version, '--destination', draft];
    if (chart.trustedCertificatesFile !== undefined) args.push('--ca-file', chart.trustedCertificatesFile);
    if (chart.isPlainHttp === true) args.push('--plain-http');
    const place = chart.repository.replace(/\/+$/, '');
    const source = place.startsWith('oci://') ? [`${place}/${chart.name}`] : [chart.name, '--repo', place];
    await runHelm(helm, {
      args: ['pull', ...source, ...args],
      about: `fetching the chart ${describeChart(chart)}`,
      signal,
    });
    const name = (await readdir(draft)).find((file) => file.endsWith('.tgz'));
    const pulled = name === undefined ? undefined : await readArchive(join(draft, name));
    if (pulled === undefined) throw notFound(chart, 'helm pull left no archive');
    expectDigest(chart, pulled, sha256);
    const path = keptPath(helm, chart, pulled.sha256);
    await rename(pulled.path, path);
    return { path, sha256: pulled.sha256 };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const keptPath = (helm: Helm, chart: ChartReference, sha256: string): string =>
  join(helm.homeDirectory, 'charts', `${chart.name}-${chart.version}-${sha256.slice(0, 16)}.tgz`);

async function readArchive(path: string): Promise<FetchedChart | undefined> {
  const content = await readFile(path).catch(() => undefined);
  return content && { path, sha256: createHash('sha256').update(content).digest('hex') };
}

function expectDigest(chart: ChartReference, found: FetchedChart, sha256: string | undefined): FetchedChart {
  if (sha256 !== undefined && found.sha256 !== sha256)
    throw new ChartDigestMismatchError(`${chart.name} ${chart.version}`, sha256, found.sha256);
  return found;
}

const notFound = (chart: ChartReference, why: string): HelmFailedError =>
  new HelmFailedError('chart-not-found', `there is no chart ${describeChart(chart)}: ${why}`, why);
