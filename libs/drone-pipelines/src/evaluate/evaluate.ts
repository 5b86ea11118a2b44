import type { Condition, StatusName, When } from '../build/common.ts';
import type { Resource } from '../build/resource.ts';
import { placePipeline } from '../lint/place-pipeline.ts';
import type { AnyPipeline, PlacedStep } from '../lint/rule.ts';
import { secretsOf } from '../lint/secrets.ts';
import { CONDITIONS, findSkipWord, type BuildEvent } from './build-event.ts';
import { listsOf, matchesCondition } from './match-condition.ts';

export interface EvaluatedStep {
  readonly name: string;
  readonly kind: 'clone' | 'service' | 'step';
  readonly runs: boolean;
  /** Why it runs or not, in a sentence. */
  readonly reason: string;
  /** Steps of the pipeline that it waits for and that run themselves. */
  readonly dependsOn: readonly string[];
  readonly onSuccess: boolean;
  readonly onFailure: boolean;
  /** Names of the secrets that it asks for. */
  readonly secrets: readonly string[];
}

export interface EvaluatedPipeline {
  /** Index of its document in the file. */
  readonly document: number;
  readonly name: string;
  readonly type: AnyPipeline['type'];
  readonly runs: boolean;
  /** Why it runs or not, in a sentence. */
  readonly reason: string;
  /** Pipelines that it waits for and that run themselves: those that do not are bridged. */
  readonly dependsOn: readonly string[];
  readonly onSuccess: boolean;
  readonly onFailure: boolean;
  readonly steps: readonly EvaluatedStep[];
}

export interface Evaluation {
  readonly event: BuildEvent;
  /** Set when the title or message holds a word that makes Drone build nothing. */
  readonly skipWord?: string;
  readonly pipelines: readonly EvaluatedPipeline[];
}

/**
 * Says which pipelines and steps run for an event, in which order, and why; as Drone's server and runners decide it.
 *
 * @example
 * const { resources } = parseDroneFile('kind: pipeline\nname: a\nsteps: [{ name: s, image: x, when: { event: push } }]\n');
 * const { pipelines } = evaluate(resources, { event: 'pull_request', branch: 'main' });
 * pipelines[0]?.steps[1]?.reason; // Does not run: event "pull_request" does not match.
 */
export function evaluate(resources: readonly Resource[], event: BuildEvent): Evaluation {
  const skipWord = findSkipWord(event);
  const pipelines = [...resources.entries()].flatMap(([document, resource]) => {
    if (resource.kind !== 'pipeline') return [];
    const { pipeline, steps } = placePipeline(resource);
    const failed =
      skipWord === undefined ? findFailed(pipeline.trigger, event, 'instance') : `the text has "${skipWord}"`;
    return [{ document, pipeline, steps, name: pipeline.name ?? 'default', failed }];
  });
  const waits = bridge(
    new Map(
      pipelines.map(({ name, pipeline, failed }) => [
        name,
        { runs: failed === undefined, dependsOn: pipeline.depends_on ?? [] },
      ]),
    ),
  );
  return {
    event,
    ...(skipWord === undefined ? {} : { skipWord }),
    pipelines: pipelines.map(({ document, pipeline, steps, name, failed }) => ({
      document,
      name,
      type: pipeline.type,
      runs: failed === undefined,
      reason: reasonOf('trigger', pipeline.trigger, failed),
      dependsOn: waits.get(name) ?? [],
      ...statusOf(pipeline.trigger?.status),
      steps: evaluateSteps(pipeline, steps, event),
    })),
  };
}

function evaluateSteps(
  pipeline: AnyPipeline,
  placed: readonly PlacedStep[],
  event: BuildEvent,
): EvaluatedStep[] {
  const clones = pipeline.clone?.disable !== true;
  const failures = placed.map(({ step }) => findFailed(step.when, event));
  const isGraph = placed.some(({ step }) => (step.depends_on?.length ?? 0) > 0);
  const names = [...(clones ? ['clone'] : []), ...placed.map(({ step }) => step.name ?? '')];
  const graph = new Map<string, Vertex>();
  if (clones) graph.set('clone', { runs: true, dependsOn: [] });
  for (const [index, { step }] of placed.entries()) {
    const own = step.depends_on ?? [];
    const before = names[index + (clones ? 0 : -1)];
    const serial = before === undefined ? [] : [before];
    const roots = own.length === 0 && clones ? ['clone'] : own;
    graph.set(step.name ?? '', { runs: failures[index] === undefined, dependsOn: isGraph ? roots : serial });
  }
  const waits = bridge(graph);
  const clone: EvaluatedStep = {
    ...{ name: 'clone', kind: 'clone', runs: true, reason: 'The runner clones the repository first.' },
    ...{ dependsOn: [], onSuccess: true, onFailure: false, secrets: [] },
  };
  const steps = placed.map((one, index): EvaluatedStep => ({
    name: one.step.name ?? '',
    kind: one.isService ? 'service' : 'step',
    runs: failures[index] === undefined,
    reason: reasonOf('when', one.step.when, failures[index]),
    dependsOn: waits.get(one.step.name ?? '') ?? [],
    ...statusOf(one.step.when?.status),
    secrets: secretsOf(one).map(({ secret }) => secret),
  }));
  return clones ? [clone, ...steps] : steps;
}

interface Vertex {
  readonly runs: boolean;
  readonly dependsOn: readonly string[];
}

/**
 * What each vertex waits for; in the place of one that does not run stands what that one waits for. Vertices come after
 * what they wait for, as Drone wants it.
 */
function bridge(graph: ReadonlyMap<string, Vertex>): ReadonlyMap<string, readonly string[]> {
  const bridged = new Map<string, readonly string[]>();
  for (const [name, { dependsOn }] of graph) {
    const found = new Set<string>();
    for (const dependency of dependsOn)
      if (graph.get(dependency)?.runs) found.add(dependency);
      else for (const one of bridged.get(dependency) ?? []) found.add(one);
    bridged.set(name, [...found]);
  }
  return bridged;
}

type Conditions = Readonly<Partial<Record<keyof When, unknown>>> | undefined;

/** The first condition that does not hold, in words. */
function findFailed(conditions: Conditions, event: BuildEvent, except?: string): string | undefined {
  for (const [name, valueOf] of CONDITIONS) {
    const condition = conditions?.[name] as Condition | undefined;
    const value = valueOf(event) ?? '';
    if (name !== except && !matchesCondition(condition, value)) return `${name} "${value}" does not match`;
  }
  return undefined;
}

function reasonOf(word: string, conditions: Conditions, failed: string | undefined): string {
  if (failed !== undefined) return `Does not run: ${failed}.`;
  const named = Object.keys(conditions ?? {});
  return named.length === 0 ? `Runs: there is no ${word}.` : `Runs: ${word} matches (${named.join(', ')}).`;
}

/** Without a status, success only. */
function statusOf(condition: Condition<StatusName> | undefined): { onSuccess: boolean; onFailure: boolean } {
  const { include, exclude } = condition === undefined ? { include: [], exclude: [] } : listsOf(condition);
  const isSet = include.length + exclude.length > 0;
  return {
    onSuccess: matchesCondition(condition, 'success'),
    onFailure: isSet && matchesCondition(condition, 'failure'),
  };
}
