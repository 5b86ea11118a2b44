import { formatFactLine, type HostFacts } from '../read/host-facts.ts';
import { pathGuards } from '../read/probe-paths.ts';
import { pendingFile, probeBody, scriptHead } from '../read/probe-script.ts';
import type { HostPlan } from '../plan/plan-host.ts';
import { kindOf, resourceId, type Resource } from '../resources/resource.ts';
import { quote } from '../shell/quote.ts';
import { applyFunctions } from './apply-functions.ts';

export interface RunIdentity {
  runId: string;
  by: string;
}

/** While it exists, that run starts no further resource. */
export function stopFile(stateDirectory: string, runId: string): string {
  return `${stateDirectory}/stop-${fileName(runId)}`;
}

function fileName(runId: string): string {
  return runId.replace(/[^\w.-]/g, '_');
}

/**
 * The whole of a plan as one script. All of it lies inside functions and the last line calls them, so that a script
 * cut short on its way is a syntax error or does nothing.
 */
export function applyScript(plan: HostPlan, stateDirectory: string, identity: RunIdentity): string {
  const planned = new Set(plan.changes.map((change) => change.resource));
  const steps = groupSteps(plan.resources.filter((resource) => planned.has(resourceId(resource))));
  const changing = steps.flat();
  const who = `"run":${JSON.stringify(identity.runId)},"by":${JSON.stringify(identity.by)}`;
  return `${scriptHead}
state=${quote(stateDirectory)} run=${quote(fileName(identity.runId))}
stop_file=${quote(stopFile(stateDirectory, identity.runId))}
who=${quote(who)}
stopped= marked= refused=$nl
${applyFunctions}
facts_before() {
${probeBody(changing, stateDirectory, false)}
:
}
facts_after() {
${probeBody(plan.resources, stateDirectory, true)}
:
}
${steps.map((step, index) => `step_${index}() {\n${applyTogether(step)}\n}`).join('\n')}
main() {
exec </dev/null
trap '' PIPE HUP
take_lock
now="$nl$(facts_before)$nl"
${changing.map((resource) => driftChecks(resource, plan.facts)).join('\n')}
${steps.map((step, index) => stepBlock(step, index, plan.resources, stateDirectory)).join('\n')}
if [ -z "$stopped" ]; then facts_after | to_json >&3; fi
rm -f "$state/output" "$state/untouched" "$state/holder" "$stop_file"
if [ -n "$stopped" ]; then say '{"end":"stopped"}'; else say '{"end":"done"}'; fi
}
main
`;
}

/** Neighbours of a kind that can be applied at once become one step. */
function groupSteps(resources: readonly Resource[]): Resource[][] {
  const steps: Resource[][] = [];
  for (const resource of resources) {
    const last = steps.at(-1);
    if (last?.[0]?.kind === resource.kind && kindOf(resource).applyTogether) last.push(resource);
    else steps.push([resource]);
  }
  return steps;
}

function applyTogether(step: readonly Resource[]): string {
  const [first] = step;
  if (!first) return ':';
  const kind = kindOf(first);
  // A program left behind must not keep the caller's channel open.
  const closeWay = kind.isLong?.(first) ? '' : 'exec 3>&-\n';
  return closeWay + (kind.applyTogether?.(step) ?? kind.apply(first));
}

function driftChecks(resource: Resource, facts: HostFacts): string {
  const kind = kindOf(resource);
  const id = quote(JSON.stringify(resourceId(resource)));
  const keys = [...(kind.paths?.(resource) ?? []).flatMap(pathGuards), ...(kind.guards?.(resource) ?? [])];
  return keys
    .map((key) => {
      const fact = facts.facts[key];
      if (fact) return `same ${id} ${quote(formatFactLine(fact))}`;
      const [kindOfFact = '', ...name] = key.split(' ');
      return `none ${id} ${quote(`fact=${kindOfFact}\tname=${name.join(' ')}\t`)}`;
    })
    .join('\n');
}

function stepBlock(
  step: readonly Resource[],
  index: number,
  all: readonly Resource[],
  stateDirectory: string,
): string {
  const ids = step.map((resource) => quote(JSON.stringify(resourceId(resource)))).join(' ');
  const marks = step.flatMap((resource) => {
    const id = resourceId(resource);
    return all.flatMap((other) =>
      (kindOf(other).triggers?.(other) ?? [])
        .filter((trigger) => trigger.on.includes(id))
        .map((trigger) => `mark ${quote(pendingFile(stateDirectory, other, trigger.name))} ${quote(id)}`),
    );
  });
  const own = step.flatMap((resource) =>
    (kindOf(resource).triggers?.(resource) ?? []).map((trigger) =>
      quote(pendingFile(stateDirectory, resource, trigger.name)),
    ),
  );
  const isSecret = step.some((resource) => 'sensitive' in resource && resource.sensitive);
  const [first] = step;
  return [
    `if proceed ${ids}; then`,
    'marked=',
    ...marks,
    ...(own.length > 0 && first
      ? [`pending=${quote(pendingFile(stateDirectory, first, 'run').slice(0, -'-run'.length))}`]
      : []),
    `attempt step_${index} ${isSecret ? 'yes' : 'no'} ${ids}`,
    ...(own.length > 0 ? [`[ -n "$stopped" ] || rm -f ${own.join(' ')}`] : []),
    'fi',
  ].join('\n');
}
