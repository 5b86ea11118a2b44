import { expect, test } from 'vitest';
import { huntSchema } from '../configuration/hunt-schema.ts';
import { boardRanges, findMisfits } from './kubernetes-range.ts';

const ranges = [
  { what: 'Rancher 2.15.0', from: '1.34', to: '1.36' },
  { what: 'cert-manager v1.21.1', from: '1.33', to: '1.36' },
  { what: 'traefik 41.3.0', from: '1.25' },
  { what: 'other' },
];

test('a version that suits all parts is no misfit', () => {
  expect(findMisfits('1.36.3', ranges)).toEqual([]);
  expect(findMisfits('1.34.0', ranges)).toEqual([]);
});

test('each part that a version does not suit is named, with what all want together', () => {
  expect(findMisfits('1.33.9', ranges)).toEqual([
    'board.kubernetes.version 1.33.9 is not for Rancher 2.15.0, which wants 1.34 to 1.36; all parts together want 1.34 to 1.36',
  ]);
  expect(findMisfits('1.37.0', ranges)).toHaveLength(2);
});

test('of a chart in another version than the pinned one no range is claimed', () => {
  const hunt = huntSchema.parse({
    ...{ name: 'demo', domain: 'demo.example.com' },
    board: { charts: { 'cert-manager': { version: 'v1.30.0' } } },
    instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
  });
  expect(boardRanges(hunt, ['cert-manager', 'traefik']).slice(1)).toEqual([
    { what: 'cert-manager v1.30.0' },
    { what: 'traefik 41.3.0', from: '1.25' },
  ]);
});
