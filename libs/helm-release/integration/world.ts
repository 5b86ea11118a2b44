import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyReleases,
  createHelm,
  planReleases,
  readReleases,
  type ApplyOptions,
  type DesiredRelease,
  type Helm,
  type KubernetesRequest,
  type ReadOptions,
  type ReleasePlan,
} from '@wescale/helm-release';
import { ensureHelm, startKubernetes, type HelmVersion, type RunningKubernetes } from '@wescale/real-servers';
import { webChart, writeChart } from './charts.ts';

export const helmVersions: HelmVersion[] = ['4.2.3', '4.1.4'];

/** A helm with a folder of its own, and where a test may put its charts. */
export interface HelmWorld extends AsyncDisposable {
  directory: string;
  /** Path of the helm program. */
  program: string;
  helm: Helm;
  /** Path and kind of the requests this library sent to the Kubernetes API by itself. */
  requests: string[];
}

export async function startHelm(version: HelmVersion, kubernetes?: RunningKubernetes): Promise<HelmWorld> {
  const { helm: program } = await ensureHelm({ version });
  const directory = await mkdtemp(join(tmpdir(), 'helm-release-'));
  const cluster = kubernetes === undefined ? {} : { kubeconfig: kubernetes.kubeconfig };
  const options = { helm: program, homeDirectory: join(directory, 'home'), ...cluster };
  const requests: string[] = [];
  const plain = createHelm(options);
  const kubernetesRequest: KubernetesRequest = (call) => {
    requests.push(`${call.method} ${call.path}`);
    return plain.request(call);
  };
  return {
    directory,
    program,
    requests,
    helm: createHelm({ ...options, kubernetesRequest }),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** One control plane for a file of tests; each test takes a namespace of its own. */
export const startCluster = (): Promise<RunningKubernetes> => startKubernetes();

let namespaces = 0;
export const newNamespace = (): string => `site-${++namespaces}`;

/** The web chart in a namespace that is made for it. */
export async function webRelease(
  world: HelmWorld,
  fields: Partial<DesiredRelease> = {},
): Promise<DesiredRelease> {
  await writeChart(world.directory, webChart);
  return {
    name: 'web',
    namespace: newNamespace(),
    createNamespace: true,
    timeoutSeconds: 20,
    chart: { repository: world.directory, name: 'web', version: '1.0.0' },
    ...fields,
  };
}

export async function plan(
  helm: Helm,
  desired: DesiredRelease[],
  options?: ReadOptions,
): Promise<ReleasePlan> {
  return planReleases(await readReleases(helm, desired, options), desired);
}

/** Plans and applies. @returns the plan */
export async function converge(
  helm: Helm,
  desired: DesiredRelease[],
  options: ApplyOptions & { drift?: boolean } = {},
): Promise<ReleasePlan> {
  const made = await plan(helm, desired, { drift: options.drift ?? false });
  await applyReleases(helm, made, desired, options);
  return made;
}
