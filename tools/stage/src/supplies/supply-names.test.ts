import { kapsuleVersions } from '@wescale/stage-kubernetes';
import { expect, test } from 'vitest';
import { boardSupplies, supplyNames } from './supply-names.ts';

test('a board waits for the Kubernetes of its own version', () => {
  expect(boardSupplies()).toEqual(boardSupplies(kapsuleVersions[0]));
  for (const version of kapsuleVersions) {
    const wanted = boardSupplies(version);
    expect(wanted.filter((name) => name.startsWith('kapsule '))).toEqual([`kapsule ${version}`]);
    expect(supplyNames).toEqual(expect.arrayContaining(wanted));
  }
  expect(boardSupplies('1.20.0').filter((name) => name.startsWith('kapsule '))).toEqual([]);
});
