import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { ensureHelm, type RunningKubernetes } from '@wescale/real-servers';
import { boardChartFolders } from '@wescale/understudies';

/** Where a chart of the board is, unpacked. */
export function chartFolder(chart: string): string {
  const found = boardChartFolders().find(({ name }) => name === chart);
  if (found === undefined) throw new Error(`the board has no chart ${chart}`);
  return found.folder;
}

/** What helm prints. @throws what it says on its standard error */
export async function helm(
  args: readonly string[],
  { values, kubernetes }: { values?: object; kubernetes?: RunningKubernetes } = {},
): Promise<string> {
  const programs = await ensureHelm();
  const environment = kubernetes && {
    PATH: process.env['PATH'],
    KUBECONFIG: kubernetes.kubeconfig,
    HOME: `${kubernetes.kubeconfig}.home`,
  };
  const given = values === undefined ? args : [...args, '--values', '-'];
  const running = promisify(execFile)(programs.helm, given, { env: environment });
  running.child.stdin?.end(values && JSON.stringify(values));
  return (await running).stdout;
}

/** Installs a chart of the board under its own name, without waiting: there is no node that would run its pods. */
export async function installChart(
  kubernetes: RunningKubernetes,
  chart: string,
  namespace: string,
  { values = {}, options = [] }: { values?: object; options?: readonly string[] } = {},
): Promise<void> {
  const where = ['install', chart, chartFolder(chart), '--namespace', namespace, '--create-namespace'];
  await helm([...where, ...options], { values, kubernetes });
}
