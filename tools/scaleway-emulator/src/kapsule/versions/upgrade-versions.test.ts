import { expect, test } from 'vitest';

import { upgradeVersions } from './upgrade-versions.ts';

const offered = ['1.36.4', '1.36.3', '1.35.3', '1.34.10', '1.34.9'];

test.each([
  ['1.36.4', []],
  ['1.36.3', ['1.36.4']],
  ['1.35.3', ['1.36.4', '1.36.3']],
  ['1.34.9', ['1.35.3', '1.34.10']],
  ['1.33.1', ['1.34.10', '1.34.9']],
])('from %s a cluster goes up by a patch or one minor version', (current, expected) => {
  expect(upgradeVersions(offered, current)).toEqual(expected);
});
