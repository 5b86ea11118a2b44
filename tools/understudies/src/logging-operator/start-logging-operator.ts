import type { ApiServer } from '../kubernetes/api-server.ts';
import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';
import { reconcileLoop } from '../kubernetes/reconcile-loop.ts';
import { watchKinds } from '../kubernetes/watch-kinds.ts';
import {
  groupPath,
  type Flow,
  type FluentbitAgent,
  type Logging,
  type LoggingResources,
  type Output,
} from './custom-resources.ts';
import { reconcileLogging } from './reconcile-logging.ts';

export interface LoggingOperatorOptions {
  api: ApiServer;
  /** @default '6.7.0' */
  version?: string;
  onProblem?: (problem: Error) => void;
}

export interface RunningLoggingOperator extends AsyncDisposable {
  /** Fulfilled when nothing is left to do for now. */
  idle(): Promise<void>;
}

const checkPods = '/api/v1/pods?labelSelector=app.kubernetes.io%2Fcomponent%3Dfluentd-configcheck';

/** How often objects are put right that somebody else has changed. */
const resyncMs = 60_000;

/** Starts an understudy of the Logging operator in a cluster that has its CRDs. */
export function startLoggingOperator(options: LoggingOperatorOptions): RunningLoggingOperator {
  const { api, version = '6.7.0', onProblem = () => undefined } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const kinds = watchKinds<{
    loggings: Logging;
    agents: FluentbitAgent;
    clusterOutputs: Output;
    clusterFlows: Flow;
    outputs: Output;
    flows: Flow;
    pods: KubernetesObject;
  }>(
    api,
    {
      loggings: `${groupPath}/loggings`,
      agents: `${groupPath}/fluentbitagents`,
      clusterOutputs: `${groupPath}/clusteroutputs`,
      clusterFlows: `${groupPath}/clusterflows`,
      outputs: `${groupPath}/outputs`,
      flows: `${groupPath}/flows`,
      pods: checkPods,
    },
    { signal, onChange: () => loop.trigger(), onProblem },
  );

  const resourcesOf = (logging: Logging): LoggingResources => {
    const { controlNamespace, loggingRef = '' } = logging.spec;
    const isOurs = ({ spec }: { spec?: { loggingRef?: string } }): boolean =>
      (spec?.loggingRef ?? '') === loggingRef;
    const isControlled = ({ metadata }: Flow | Output): boolean => metadata.namespace === controlNamespace;
    const list = <Kind extends Flow | Output>(objects: ReadonlyMap<string, Kind>): Kind[] =>
      [...objects]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object)
        .filter(isOurs);
    const { agents, clusterOutputs, clusterFlows, outputs, flows } = kinds.objects;
    return {
      logging,
      agents: [...agents.values()],
      clusterOutputs: list(clusterOutputs).filter(isControlled),
      clusterFlows: list(clusterFlows).filter(isControlled),
      outputs: list(outputs),
      flows: list(flows),
    };
  };
  const run = async (): Promise<void> => {
    const all = [...kinds.objects.loggings.values()].filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    const failures: unknown[] = [];
    for (const logging of all)
      try {
        await reconcileLogging(api, resourcesOf(logging), { version, loggings: all });
      } catch (error) {
        failures.push(error);
      }
    const [first] = failures;
    if (first !== undefined)
      throw first instanceof Error ? first : new Error('reconciling failed', { cause: first });
    loop.triggerAfter(resyncMs);
  };
  const loop = reconcileLoop(run, { signal, onProblem, longestRetryMs: 10_000 });
  return {
    idle: async () => {
      await kinds.listed;
      await loop.idle();
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort();
    },
  };
}
