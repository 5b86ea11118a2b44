import type { Condition } from '../../build/common.ts';
import { EVENT_NAMES } from '../../evaluate/build-event.ts';
import { listsOf } from '../../evaluate/match-condition.ts';
import { findPatternFault } from '../../evaluate/match-pattern.ts';
import type { Path } from '../../path.ts';
import { pipelineOf } from '../example.ts';
import type { PlacedPipeline, Rule } from '../rule.ts';

const STEP = '- name: s\n  image: x';

/** Values that exist; a pattern may stand for several. Drone's docs and forges do not agree on the names of actions. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  event: EVENT_NAMES,
  action: ['opened', 'synchronized', 'open', 'sync', 'close', 'create', 'delete'],
  status: ['success', 'failure'],
};

/** Rules on triggers and conditions: A27 and what Drone never evaluates. */
export const conditionRules: readonly Rule[] = [
  {
    code: 'unknown-condition-value',
    source: 'ours',
    severity: 'error',
    reason:
      'A value that does not exist never matches: an inclusion of it never runs, an exclusion of it never excludes.',
    remedy: `Events are ${EVENT_NAMES.join(', ')}.`,
    example: {
      bad: pipelineOf(STEP, 'trigger: { event: { exclude: [pull-request] } }'),
      good: pipelineOf(STEP, 'trigger: { event: { exclude: [pull_request] } }'),
    },
    checkPipeline: (placed, report) => {
      eachCondition(placed, (name, condition, path) => {
        const known = KNOWN[name];
        const { include, exclude } = listsOf(condition);
        for (const value of known ? [...include, ...exclude] : [])
          if (!known?.includes(value) && !/[*?[{\\]/.test(value))
            report(path, `There is no ${name} "${value}".`);
      });
    },
  },
  {
    code: 'malformed-pattern',
    source: 'ours',
    severity: 'error',
    reason:
      'Drone drops the error of a malformed pattern: it never matches, so an exclusion lets everything through.',
    remedy: 'Close brackets and braces, and write a backslash twice.',
    example: {
      bad: pipelineOf(STEP, 'trigger: { branch: { exclude: ["release/[0-9"] } }'),
      good: pipelineOf(STEP, 'trigger: { branch: { exclude: ["release/[0-9]*"] } }'),
    },
    checkPipeline: (placed, report) => {
      eachCondition(placed, (_name, condition, path) => {
        const { include, exclude } = listsOf(condition);
        for (const pattern of [...include, ...exclude]) {
          const fault = findPatternFault(pattern);
          if (fault) report(path, `The pattern "${pattern}" is malformed: ${fault}.`);
        }
      });
    },
  },
  {
    code: 'condition-not-evaluated',
    source: 'ours',
    severity: 'error',
    reason:
      'Drone reads this condition and never looks at it: the pipeline or step runs as if it were not there.',
    remedy: 'Remove it; decide inside the step if you must.',
    example: {
      bad: pipelineOf(`${STEP}\n  when: { paths: [src/**] }`),
      good: pipelineOf(`${STEP}\n  when: { branch: main }`),
    },
    checkPipeline: ({ pipeline, steps }, report) => {
      for (const name of ['paths', 'matrix', 'instance'] as const)
        if (pipeline.trigger?.[name] !== undefined)
          report(['trigger', name], `trigger.${name} is never evaluated.`);
      for (const { step, path } of steps)
        for (const name of ['paths', 'matrix'] as const)
          if (step.when?.[name] !== undefined)
            report([...path, 'when', name], `when.${name} is never evaluated.`);
    },
  },
];

function eachCondition(
  { pipeline, steps }: PlacedPipeline,
  visit: (name: string, condition: Condition, path: Path) => void,
): void {
  const conditions = (all: Readonly<Record<string, unknown>> | undefined, path: Path): void => {
    for (const [name, condition] of Object.entries(all ?? {}))
      if (name !== 'matrix' && condition !== undefined) visit(name, condition as Condition, [...path, name]);
  };
  conditions(pipeline.trigger as Readonly<Record<string, unknown>> | undefined, ['trigger']);
  for (const { step, path } of steps)
    conditions(step.when as Readonly<Record<string, unknown>> | undefined, [...path, 'when']);
}
