import { isDeepStrictEqual } from 'node:util';
import type { Step, StepContext } from '../steps/step.ts';
import type { Outputs, PlannedChange, Reporter } from './hunt-event.ts';

/** A step as its callers see it, whatever it reads and changes. */
export type AnyStep = Step<unknown, PlannedChange>;

/** What one step would do. */
export interface StepPlan {
  step: AnyStep;
  actual: unknown;
  changes: PlannedChange[];
  /** How long reading took. */
  elapsedMs: number;
  /** The step that has to be applied before this one can be read. */
  unknownUntil?: string;
}

/** What the engine needs beside the steps. */
export interface Run {
  /** All of a step's context but what depends on where the run stands. */
  context: Omit<StepContext, 'outputsOf' | 'progress' | 'notice'>;
  reporter: Reporter;
}

/** A change needs the user's explicit consent. */
export class BlockedChangeError extends Error {
  readonly code = 'blocked';
}

/** The world is not as planned after everything was applied. */
export class NotConvergedError extends Error {
  readonly code = 'not-converged';
}

/** Outputs by the name of the step that made them. */
export type KnownOutputs = ReadonlyMap<string, Outputs>;

/**
 * Reads and plans every step; a step behind one that is still to be made stays unknown, and so does one that cannot be
 * read while something before it is to be changed: that may be all that is in its way. Changes nothing.
 *
 * @param before outputs of steps that are done and none of these
 */
export async function planSteps(
  steps: readonly AnyStep[],
  run: Run,
  before: KnownOutputs = new Map(),
): Promise<StepPlan[]> {
  const known = new Map(before);
  const plans: StepPlan[] = [];
  let unknownUntil: string | undefined;
  for (const step of steps) {
    if (unknownUntil !== undefined) {
      run.reporter.emit({ event: 'step', step: step.name, state: 'waiting', detail: unknownUntil });
      plans.push({ step, actual: undefined, changes: [], elapsedMs: 0, unknownUntil });
      continue;
    }
    const reading = await readStep(step, known, run).catch((error: unknown) =>
      postpone(error, step, plans, run),
    );
    if (typeof reading === 'string') {
      unknownUntil = reading;
      plans.push({ step, actual: undefined, changes: [], elapsedMs: 0, unknownUntil });
      continue;
    }
    const plan = planFrom(reading, step, known, run);
    plans.push(plan);
    const outputs = step.outputs(plan.actual);
    if (outputs !== undefined) known.set(step.name, outputs);
    const isGoing = plan.changes.some((change) => change.action === 'replace');
    if (outputs === undefined || isGoing) unknownUntil = step.name;
  }
  return plans;
}

/** What planned steps that have nothing to change have made already. */
export function outputsOfPlans(plans: readonly StepPlan[]): KnownOutputs {
  const outputs = new Map<string, Outputs>();
  for (const { step, actual, unknownUntil } of plans) {
    const made = unknownUntil === undefined ? step.outputs(actual) : undefined;
    if (made !== undefined) outputs.set(step.name, made);
  }
  return outputs;
}

/** What came of applying. */
export interface AppliedSteps {
  /** How many changes were made. */
  changed: number;
  outputs: KnownOutputs;
}

/**
 * Applies what was planned, step by step, and proves each: after applying, a step is read and planned again and that
 * plan must be empty; then it is verified from outside, changed or not. When that gives other outputs than the steps
 * after it were planned with, those are planned anew.
 *
 * @param before outputs of steps that are done and none of these
 */
export async function applySteps(
  plans: readonly StepPlan[],
  run: Run,
  before: KnownOutputs = new Map(),
): Promise<AppliedSteps> {
  refuseBlocked(plans.flatMap((plan) => plan.changes));
  const known = new Map(before);
  /** Whether the rest was planned with outputs that have changed since. */
  let isOutdated = false;
  let changed = 0;
  for (const planned of plans) {
    const { step } = planned;
    const context = contextFor(step, known, run);
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(planned.elapsedMs + performance.now() - startedAt);
    try {
      const isUnknown = planned.unknownUntil !== undefined;
      const plan = isUnknown || isOutdated ? await planStep(step, known, run) : planned;
      if (isUnknown || !isDeepStrictEqual(plan.changes, planned.changes)) {
        run.reporter.emit({ event: 'plan', step: step.name, changes: plan.changes });
        refuseBlocked(plan.changes);
      }
      const actual = plan.changes.length === 0 ? plan.actual : await applyStep(plan, context, run);
      const outputs = step.outputs(actual);
      if (outputs !== undefined) known.set(step.name, outputs);
      isOutdated ||= !isUnknown && !isDeepStrictEqual(outputs, step.outputs(planned.actual));
      run.reporter.emit({ event: 'step', step: step.name, state: 'verifying' });
      await step.verify(actual, context, plan.changes.length > 0);
      changed += plan.changes.length;
      run.reporter.emit({
        event: 'step',
        step: step.name,
        state: plan.changes.length === 0 ? 'unchanged' : 'done',
        elapsedMs: elapsedMs(),
      });
      if (outputs !== undefined) run.reporter.emit({ event: 'outputs', step: step.name, outputs });
    } catch (error) {
      run.reporter.emit({ event: 'step', step: step.name, state: 'failed', elapsedMs: elapsedMs() });
      throw error;
    }
  }
  return { changed, outputs: known };
}

/** @returns the step whose changes may be all that reading this one waits for. @throws the error when there is none */
function postpone(error: unknown, step: AnyStep, plans: readonly StepPlan[], run: Run): string {
  const changing = plans.findLast(({ changes }) => changes.length > 0);
  if (changing === undefined || run.context.signal.aborted) throw error;
  const why = error instanceof Error ? error.message : String(error);
  run.reporter.emit({ event: 'notice', message: `${step.name} cannot be read yet: ${why}` });
  return changing.step.name;
}

interface Reading {
  actual: unknown;
  elapsedMs: number;
}

async function readStep(step: AnyStep, known: Map<string, Outputs>, run: Run): Promise<Reading> {
  run.reporter.emit({ event: 'step', step: step.name, state: 'reading' });
  const startedAt = performance.now();
  const actual = await step.read(contextFor(step, known, run));
  return { actual, elapsedMs: performance.now() - startedAt };
}

function planFrom(
  { actual, elapsedMs }: Reading,
  step: AnyStep,
  known: Map<string, Outputs>,
  run: Run,
): StepPlan {
  return { step, actual, changes: step.plan(actual, contextFor(step, known, run)), elapsedMs };
}

async function planStep(step: AnyStep, known: Map<string, Outputs>, run: Run): Promise<StepPlan> {
  return planFrom(await readStep(step, known, run), step, known, run);
}

async function applyStep(
  { step, actual, changes }: StepPlan,
  context: StepContext,
  run: Run,
): Promise<unknown> {
  run.reporter.emit({ event: 'step', step: step.name, state: 'applying' });
  await step.apply(changes, actual, context);
  const after = await step.read(context);
  const rest = step.plan(after, context);
  if (rest.length === 0) return after;
  throw new NotConvergedError(
    `${step.name} was applied, but reading it again still finds: ${rest.map((change) => change.summary).join('; ')}. ` +
      'Something else changes it too, or the change did not take; run hunt plan to see it',
  );
}

function refuseBlocked(changes: PlannedChange[]): void {
  const blocked = changes.filter((change) => change.blockedBy !== undefined);
  if (blocked.length === 0) return;
  throw new BlockedChangeError(
    blocked.map((change) => `${change.summary}: ${change.blockedBy ?? ''}`).join('\n'),
  );
}

function contextFor(step: AnyStep, known: Map<string, Outputs>, { context, reporter }: Run): StepContext {
  return {
    ...context,
    outputsOf(name) {
      const outputs = known.get(name);
      if (outputs === undefined)
        throw new Error(`step ${step.name} needs outputs of ${name}, which has none yet`);
      return outputs;
    },
    progress: (message) => reporter.emit({ event: 'progress', step: step.name, message }),
    notice: (message) => reporter.emit({ event: 'notice', message: `${step.name}: ${message}` }),
  };
}
