import type { HostFacts } from '../read/host-facts.ts';
import type { PathQuery } from '../read/probe-paths.ts';

export type ChangeAction = 'create' | 'update' | 'delete' | 'restart' | 'reload' | 'run';

/** Why and how one resource is not as it should be. */
export interface Difference {
  action: ChangeAction;
  /** One sentence in the imperative: what applying it does. */
  summary: string;
  /** Why, in one sentence. */
  reason: string;
  /** Unified diff of a text, never of a sensitive one. */
  diff?: string;
}

/** Something that has to be done to a resource after others have changed, even if a run dies in between. */
export interface Trigger {
  name: 'restart' | 'reload' | 'run';
  /** Ids of the resources whose change asks for it. */
  on: readonly string[];
}

/** What a diff may look at besides the facts. */
export interface PlanContext {
  /** Ids that asked for this trigger: they change in this plan, or did in a run that died before acting on it. */
  triggeredBy(trigger: Trigger['name']): string[];
}

/**
 * All that is special about one kind of resource. The engine does the rest: one probe, one plan, one apply script,
 * drift checks, journal, results.
 */
export interface ResourceKind<R> {
  /** What tells two resources of this kind apart; with the kind it makes the id, `<kind>:<name>`. */
  name(resource: R): string;
  /** Says what is wrong with a description, if anything, before it reaches a host. */
  findMistake(resource: R): string | undefined;
  /** Files and folders whose state it decides upon; the probe asks for all of them at once. */
  paths?(resource: R): PathQuery[];
  /** Shell that prints further facts, about all resources of this kind at once. */
  probe?(resources: readonly R[]): string;
  /** Keys of those further facts that must still be as planned when the plan is applied. */
  guards?(resource: R): string[];
  triggers?(resource: R): Trigger[];
  /** Pure: `undefined` when the resource is as it should be. */
  diff(resource: R, facts: HostFacts, context: PlanContext): Difference | undefined;
  /**
   * Shell that makes it so. Runs under `set -e` with stdin closed; may be run again after a death half-way. What it
   * prints is shown when it fails.
   */
  apply(resource: R): string;
  /** Whether it runs units of systemd, and so tells the caller itself what it waits for. */
  isLong?(resource: R): boolean;
  /** The same for several at once, where one program can do them together. */
  applyTogether?(resources: readonly R[]): string;
}
