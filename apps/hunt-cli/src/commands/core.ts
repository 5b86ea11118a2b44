import { coreSteps } from '../steps/core-steps.ts';
import { applyVerb } from './apply-verb.ts';
import type { Verb } from './verb.ts';

export const core: Verb = applyVerb({
  name: 'core',
  summary: 'Make the game master: the Instance and everything on it',
  steps: coreSteps,
});
