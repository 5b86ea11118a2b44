import type { ActiveStatus, Flow, Logging, LoggingResources, Output } from '../custom-resources.ts';

/** What each flow and output is to say of itself. */
export interface Verdicts {
  flows: ReadonlyMap<Flow, Required<ActiveStatus>>;
  outputs: ReadonlyMap<Output, Required<ActiveStatus>>;
}

/** Decides as the real operator does (pkg/resources/model/reconciler.go). */
export function judge({ clusterOutputs, clusterFlows, outputs, flows }: LoggingResources): Verdicts {
  const used = new Set<Output>();
  const flowVerdicts = new Map<Flow, Required<ActiveStatus>>();
  const follow = (
    kind: string,
    among: readonly Output[],
    refs: readonly string[],
    problems: string[],
  ): boolean => {
    let isActive = false;
    for (const ref of refs) {
      const output = among.find(({ metadata }) => metadata.name === ref);
      if (output === undefined) {
        problems.push(`dangling ${kind} output reference: ${ref}`);
      } else {
        used.add(output);
        isActive = true;
      }
    }
    return isActive;
  };
  for (const flow of [...clusterFlows, ...flows]) {
    const problems: string[] = [];
    const { globalOutputRefs = [], localOutputRefs = [] } = flow.spec ?? {};
    const local = outputs.filter(({ metadata }) => metadata.namespace === flow.metadata.namespace);
    const global = follow('global', clusterOutputs, globalOutputRefs, problems);
    const isActive = follow('local', local, localOutputRefs, problems) || global;
    flowVerdicts.set(flow, verdict(isActive, problems));
  }
  const outputVerdicts = new Map(
    [...clusterOutputs, ...outputs].map((output) => {
      const problems = output.spec.loki === undefined ? ['no output target configured'] : [];
      return [output, verdict(used.has(output), problems)] as const;
    }),
  );
  return { flows: flowVerdicts, outputs: outputVerdicts };
}

const verdict = (active: boolean, problems: string[]): Required<ActiveStatus> => ({
  ...{ active, problems, problemsCount: problems.length },
});

/** Problems of a Logging itself: checks that failed, and others that claim the same flows. */
export function problemsOf(
  logging: Logging,
  others: readonly Logging[],
  results: Readonly<Record<string, boolean>>,
): string[] {
  const { controlNamespace, loggingRef = '' } = logging.spec;
  const rivals = others
    .filter(
      ({ metadata, spec }) =>
        metadata.name !== logging.metadata.name && (spec.loggingRef ?? '') === loggingRef,
    )
    .map(({ metadata }) => metadata.name);
  const selector = (hash: string): string =>
    `-n ${controlNamespace} -l logging.banzaicloud.io/config-hash=${hash}`;
  return [
    ...(rivals.length === 0
      ? []
      : [
          `Other logging resources exist with the same loggingRef (${rivals.join(',')}) and their watchNamespaces conflict`,
        ]),
    ...Object.entries(results)
      .filter(([, isValid]) => !isValid)
      .map(
        ([hash]) =>
          `Configuration with checksum ${hash} has failed. Config secrets: \`kubectl get secret ${selector(hash)}\`. Configcheck pod log: \`kubectl logs ${selector(hash)} --tail -1\``,
      ),
  ].toSorted();
}
