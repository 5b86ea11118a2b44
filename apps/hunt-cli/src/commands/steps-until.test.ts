import { expect, test } from 'vitest';
import { coreSteps } from '../steps/core-steps.ts';
import { stepsUntil } from './steps-until.ts';

const names = (until?: string) => stepsUntil(coreSteps, until).map((step) => step.name);

test('without a name all steps are meant, with one those up to it', () => {
  expect(names()).toEqual(coreSteps.map((step) => step.name));
  expect(names('dns')).toEqual(['instance', 'system', 'dns']);
});

test('a step that is not there is refused, with those that are', () => {
  expect(() => names('dsn')).toThrow('there is no such step; the steps are instance, system, dns');
});
