import { ApiError } from '../kubernetes/api-error.ts';
import type { ApiServer } from '../kubernetes/api-server.ts';
import { applyObject, deleteObject } from '../kubernetes/write-objects.ts';
import { checkConfiguration, cleanUpChecks } from './check-configuration.ts';
import {
  groupPath,
  type ActiveStatus,
  type Flow,
  type Logging,
  type LoggingResources,
  type Output,
} from './custom-resources.ts';
import { configHash } from './render/config-hash.ts';
import { renderFluentd } from './render/render-fluentd.ts';
import { fluentBitObjects } from './resources/fluent-bit-objects.ts';
import { fluentdAccount, fluentdObjects } from './resources/fluentd-objects.ts';
import type { PlacedObject } from './resources/placed-object.ts';
import { judge, problemsOf } from './status/find-problems.ts';
import { writeStatus } from './status/write-status.ts';

export interface ReconcileOptions {
  version: string;
  /** All there are. */
  loggings: readonly Logging[];
}

const fieldManager = 'logging-operator';

/**
 * Brings a Logging's objects in line with it: judges its flows and outputs, has its configuration checked, and then lets
 * fluentd and fluent-bit run. While a check still runs they are left as they are.
 *
 * @throws when a flow names what is not there, and the last configuration stays
 */
export async function reconcileLogging(
  api: ApiServer,
  resources: LoggingResources,
  { version, loggings }: ReconcileOptions,
): Promise<void> {
  const { logging, agents } = resources;
  await writeVerdicts(api, resources);
  if (logging.spec.fluentd === undefined) {
    await writeLogging(api, logging, loggings, {});
    return;
  }
  await apply(api, fluentdAccount(logging), logging);
  const configuration = renderFluentd(resources);
  if (logging.spec.flowConfigCheckDisabled !== true) {
    const hash = configHash(configuration);
    const result = await checkConfiguration(api, logging, configuration, { hash, version });
    const before = logging.status?.configCheckResults ?? {};
    const results = result === undefined ? before : { [hash]: result };
    await writeLogging(api, logging, loggings, results);
    if (result === undefined) return;
    if (!result) throw new Error(`${logging.metadata.name}: current config is invalid`);
    await cleanUpChecks(api, logging, hash);
  } else {
    await writeLogging(api, logging, loggings, {});
  }
  for (const object of fluentdObjects(logging, configuration, version)) await apply(api, object, logging);
  for (const agent of agents)
    for (const object of fluentBitObjects(agent, logging)) await apply(api, object, logging);
}

async function writeVerdicts(api: ApiServer, resources: LoggingResources): Promise<void> {
  const { flows, outputs } = judge(resources);
  const write = async (plural: string, object: Flow | Output, status: ActiveStatus): Promise<void> => {
    const path = `${groupPath}/namespaces/${object.metadata.namespace ?? ''}/${plural}`;
    await writeStatus(api, path, object, { ...status });
  };
  for (const [flow, status] of flows)
    await write(resources.clusterFlows.includes(flow) ? 'clusterflows' : 'flows', flow, status);
  for (const [output, status] of outputs)
    await write(resources.clusterOutputs.includes(output) ? 'clusteroutputs' : 'outputs', output, status);
}

async function writeLogging(
  api: ApiServer,
  logging: Logging,
  loggings: readonly Logging[],
  configCheckResults: Readonly<Record<string, boolean>>,
): Promise<void> {
  const problems = problemsOf(logging, loggings, configCheckResults);
  await writeStatus(api, `${groupPath}/loggings`, logging, {
    configCheckResults: Object.keys(configCheckResults).length === 0 ? undefined : configCheckResults,
    ...{ problems, problemsCount: problems.length },
  });
}

/** What cannot be changed is made anew when the Logging allows it. */
async function apply(api: ApiServer, { collection, object }: PlacedObject, { spec }: Logging): Promise<void> {
  try {
    await applyObject(api, collection, object, fieldManager);
  } catch (error) {
    const isWorkload = object.kind === 'StatefulSet' || object.kind === 'DaemonSet';
    const isImmutable = error instanceof ApiError && error.reason === 'Invalid' && isWorkload;
    if (!isImmutable || spec.enableRecreateWorkloadOnImmutableFieldChange !== true) throw error;
    await deleteObject(api, `${collection}/${object.metadata.name}`);
    await applyObject(api, collection, object, fieldManager);
  }
}
