import type { CallOptions } from '../client/client-options.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { InvalidCallError } from '../errors.ts';
import type { InCluster } from './catalog-path.ts';
import { findStarted, operationIds } from './find-started.ts';
import { installationBody, type Installation } from './installation.ts';
import { operationOf, type OperationName } from './operations.ts';
import { repositoryPath } from './repositories.ts';

/**
 * Has Rancher install charts of a repository; `waitForOperation` follows helm's run. When the answer is lost, the run is
 * looked for before anything is sent again.
 *
 * @throws InvalidCallError for an installation of nothing, RequestRefusedError
 */
export async function installCharts(
  rancher: RancherClient,
  repository: string,
  installation: Installation,
  options: InCluster & CallOptions = {},
): Promise<OperationName> {
  const { clusterId, signal } = options;
  const { namespace } = installation;
  const main = installation.charts.at(-1);
  if (main === undefined) throw new InvalidCallError('an installation has at least one chart');
  const task = `install ${main.chartName} ${main.version} in ${namespace}`;
  const path = repositoryPath(clusterId, repository);
  const body = installationBody(repository, installation);
  const send = async (): Promise<OperationName> => {
    const query = { action: 'install' };
    return operationOf(task, await rancher.json({ task, method: 'POST', path, query, body, signal }));
  };
  const before = await operationIds(rancher, options);
  const release = { namespace, releaseName: main.releaseName };
  const look = (): Promise<OperationName | undefined> =>
    findStarted(rancher, before, 'install', release, options);
  return lookBeforeRepeat(rancher, send, look, options);
}
