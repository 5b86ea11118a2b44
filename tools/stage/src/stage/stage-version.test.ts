import { expect, test } from 'vitest';
import type { StageDescription } from './description.ts';
import { requireSameVersion, stageVersion } from './stage-version.ts';

const stage = (version: string | undefined): StageDescription =>
  ({ name: 'blue', ...(version === undefined ? {} : { version }) }) as StageDescription;

test('a stage of this version is taken as it is', () => {
  expect(requireSameVersion(stage(stageVersion)).name).toBe('blue');
});

test.each([undefined, '99: with more'])('a stage of version %s is refused with what to do', (version) => {
  expect(() => requireSameVersion(stage(version))).toThrow(
    /'blue' was brought up by another version.*nx run stage:down --name=blue and bring it up again$/,
  );
});
