import { countOfEach, nothing, withBoard, type BoardPart, type Census } from '../integration/account.ts';
import { nameBoard } from '../src/board/board.ts';
import { stepsUntil } from '../src/commands/steps-until.ts';
import { coreSteps } from '../src/steps/core-steps.ts';
import { kapsuleSteps } from '../src/steps/kapsule-steps.ts';
import type { Disturbed } from './worlds.ts';

/** A verb of hunt and what is said to it. */
export type Words = readonly [verb: string, ...args: string[]];

/** What a sweep disturbs, and how its end is told. */
export interface SweptVerb {
  name: 'core' | 'kapsule';
  /** Its own steps, as far as they are run. */
  steps: readonly string[];
  run: Words;
  /** Says what is left to be made. */
  plan: Words;
  /** Takes away what was made. */
  removal: Words;
  /** What there is before the first run, and again after the removal. */
  before: Census;
  /** What there is after a run that has come to its end. */
  after: Census;
  /** How many things the inventory of hunt lists after the removal. */
  inventory: number;
  /** How long a run, or a removal, may be at one thing before it is killed. */
  longestDelayMs: Record<Disturbed, number>;
}

export const sweptVerbs: readonly SweptVerb['name'][] = ['core', 'kapsule'];

/** The Instance, its volume and its IP, a security group and an SSH key. */
const thingsOfCore = 5;

/** @param until the last step, or `all` @throws UsageError when there is no such step */
export function sweptVerb(name: SweptVerb['name'], until: string): SweptVerb {
  const last = until === 'all' ? undefined : until;
  const end = last === undefined ? [] : ['--until', last];
  if (name === 'core') {
    return {
      ...{ name, run: ['core', ...end], plan: ['plan', ...end], removal: ['destroy', '--yes'] },
      steps: namesOf(stepsUntil(coreSteps, last)),
      ...{ before: nothing, after: countOfEach(1) },
      ...{ inventory: 0, longestDelayMs: { run: 500, removal: 500 } },
    };
  }
  const before = countOfEach(1);
  const steps = namesOf(stepsUntil(kapsuleSteps(nameBoard({ name: '' }, board)), last));
  return {
    ...{ name, steps },
    run: ['kapsule', '--board', board, ...end],
    plan: ['plan', '--board', board, ...end],
    removal: ['destroy', '--board', board, '--yes'],
    ...{ before, after: withBoard(before, steps.filter(isPart)), inventory: thingsOfCore },
    longestDelayMs: { run: 5000, removal: 1000 },
  };
}

const board = 'blue';
const parts: readonly string[] = ['network', 'cluster', 'ingress', 'observability'] satisfies BoardPart[];

const namesOf = (steps: readonly { name: string }[]): string[] => steps.map((step) => step.name);

function isPart(step: string): step is BoardPart {
  return parts.includes(step);
}
