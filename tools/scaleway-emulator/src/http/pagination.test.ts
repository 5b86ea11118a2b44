import { expect, test } from 'vitest';

import { countedPage } from './counted-page.ts';
import { instancePage } from './instance-page.ts';

const numbers = Array.from({ length: 135 }, (_, index) => index + 1);

test('the last of three pages links like the recorded one', () => {
  const { items, headers } = instancePage('/products/servers', numbers, { page: '3' });
  expect(items).toHaveLength(35);
  expect(headers).toEqual({
    'X-Total-Count': '135',
    Link:
      '</products/servers?page=1&per_page=50&>; rel="first",' +
      '</products/servers?page=2&per_page=50&>; rel="previous",' +
      '</products/servers?page=3&per_page=50&>; rel="last"',
  });
});

test('a page behind the last is empty, and an empty list has one page', () => {
  expect(instancePage('/servers', numbers, { page: '9' }).items).toEqual([]);
  expect(instancePage('/servers', [], {}).headers.Link).toBe(
    '</servers?page=1&per_page=50&>; rel="first",</servers?page=1&per_page=50&>; rel="last"',
  );
});

test('filters stay in the links', () => {
  const { headers } = instancePage('/servers', numbers, { per_page: '100', tags: 'a=b,c' });
  expect(headers.Link).toContain('</servers?page=2&per_page=100&tags=a%3Db%2Cc>; rel="next"');
});

test('other APIs count in the body', () => {
  const items = numbers.map((number) => ({ number }));
  expect(countedPage('volumes', items, { page: '7' })).toEqual({
    volumes: items.slice(120),
    total_count: 135,
  });
});

test('sizes from 1 to 100 are accepted, and pages from 1', () => {
  expect(() => instancePage('/servers', numbers, { per_page: '0' })).toThrow('per_page');
  expect(() => instancePage('/servers', numbers, { per_page: '101' })).toThrow('per_page');
  expect(() => countedPage('volumes', [], { page: '0' })).toThrow('page');
});
