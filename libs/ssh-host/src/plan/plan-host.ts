import { InvalidResourceError } from '../errors.ts';
import { findFact, type HostFacts, type PreviousRun } from '../read/host-facts.ts';
import { pendingName } from '../read/probe-script.ts';
import { checkResources, kindOf, resourceId, type Resource } from '../resources/resource.ts';
import type { ChangeAction, Difference } from '../resources/resource-kind.ts';

/** One thing that applying a plan does. Plain data, fit to be shown: it holds no secret. */
export interface HostChange extends Difference {
  /** Id of the resource: `<kind>:<name>`. */
  resource: string;
  action: ChangeAction;
}

/**
 * What is to be done on a host, in order. The resources and facts it was made from are part of it but not enumerable:
 * applying needs them, printing or serializing the plan shows no secret.
 */
export interface HostPlan {
  readonly changes: readonly HostChange[];
  /** Ids of resources that were asked not to be proven here, changed or not: only their files are in place. */
  readonly unprovable: readonly string[];
  /** An earlier run that did not come to its end; what it left undone is among the changes. */
  readonly interruptedRun?: PreviousRun;
  readonly resources: readonly Resource[];
  readonly facts: HostFacts;
}

/**
 * Compares what is with what should be. Pure.
 *
 * @throws InvalidResourceError when the facts were not read for these resources.
 *
 * @example
 * const plan = planHost(await readHost(connection, resources), resources);
 * for (const change of plan.changes) console.log(`${change.summary}: ${change.reason}`);
 */
export function planHost(facts: HostFacts, resources: readonly Resource[]): HostPlan {
  checkResources(resources);
  const asked = new Set(facts.asked);
  const changed = new Set<string>();
  const changes: HostChange[] = [];
  for (const resource of resources) {
    const id = resourceId(resource);
    if (!asked.has(id))
      throw new InvalidResourceError(id, 'the facts were read without it: read the host again');
    const kind = kindOf(resource);
    const triggers = kind.triggers?.(resource) ?? [];
    const difference = kind.diff(resource, facts, {
      triggeredBy(name) {
        const on = triggers.find((trigger) => trigger.name === name)?.on ?? [];
        const earlier = findFact(facts, 'pending', pendingName(resource, name))?.['because'];
        return [...new Set([...on.filter((other) => changed.has(other)), ...(earlier ? [earlier] : [])])];
      },
    });
    if (!difference) continue;
    changed.add(id);
    changes.push({ resource: id, ...difference });
  }
  const { previousRun } = facts;
  const plan: HostPlan = {
    changes,
    unprovable: resources
      .filter((each) => 'isProvable' in each && !(each.isProvable ?? true))
      .map(resourceId),
    resources,
    facts,
    ...(previousRun && !previousRun.isComplete && { interruptedRun: previousRun }),
  };
  const hidden = { enumerable: false };
  return Object.defineProperties(plan, { resources: hidden, facts: hidden });
}
