import { expect, test } from 'vitest';

import { commercialTypes } from './commercial-types.ts';
import { images } from './images.ts';

test('every image has an id of its own, and every label exists for both kinds of root and both architectures', () => {
  const ids = images.flatMap(({ id, snapshotId }) => [id, snapshotId]);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  for (const label of ['debian_bookworm', 'debian_trixie', 'ubuntu_focal', 'ubuntu_noble']) {
    expect(images.filter((image) => image.label === label)).toHaveLength(4);
  }
});

test('commercial types are in alphabetical order, as in the products list', () => {
  const names = commercialTypes.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
});
