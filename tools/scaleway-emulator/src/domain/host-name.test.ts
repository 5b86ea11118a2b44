import { expect, test } from 'vitest';

import { absoluteName, isHostName, isOwnerName } from './host-name.ts';

test('host names have labels of letters, digits, hyphens and underscores', () => {
  for (const name of ['a', 'ns1.example.com.', 'record_mx', '_acme-challenge.a', '1.2']) {
    expect([name, isHostName(name)]).toEqual([name, true]);
  }
  for (const name of ['', '.', 'a..b', '-a', 'a-', 'a b', `${'a'.repeat(64)}.b`, '*.a', 'é']) {
    expect([name, isHostName(name)]).toEqual([name, false]);
  }
});

test('a record may be at the head of its zone, or for every name', () => {
  for (const name of ['', '*', '*.a', 'a.b', '_acme-challenge'])
    expect([name, isOwnerName(name)]).toEqual([name, true]);
  for (const name of ['@', 'a.', 'a.*', '**', '.a']) expect([name, isOwnerName(name)]).toEqual([name, false]);
});

test('without a dot at its end a host name is in the zone', () => {
  expect(absoluteName('ns1', 'example.com')).toBe('ns1.example.com.');
  expect(absoluteName('ns1.example.com', 'example.com')).toBe('ns1.example.com.example.com.');
  expect(absoluteName('ns1.example.com.', 'example.com')).toBe('ns1.example.com.');
});
