import { expect, test } from 'vitest';
import { describeFailure, hasNoRoute } from './describe-failure.ts';
import { formatServer } from './dns-server.ts';
import { ExchangeFailedError } from './errors.ts';

const failure = (code: string): ExchangeFailedError =>
  new ExchangeFailedError(
    { host: '2001:db8::1' },
    { transport: 'UDP', reason: code, isTimeout: false, mayHaveArrived: true },
    { cause: Object.assign(new Error(code), { code }) },
  );

test('a host without IPv6 is told from a server that refuses', () => {
  expect(hasNoRoute(failure('ENETUNREACH'))).toBe(true);
  expect(hasNoRoute(failure('ECONNREFUSED'))).toBe(false);
  expect(hasNoRoute(new Error('ENETUNREACH'))).toBe(false);
  expect(describeFailure(failure('ENETUNREACH'))).toBe('this host has no route to it');
  expect(describeFailure(failure('ECONNREFUSED'))).toBe('2001:db8::1 gave no answer over UDP: ECONNREFUSED.');
});

test('a server is written with its port unless it is 53', () => {
  expect(formatServer({ host: '192.0.2.1' })).toBe('192.0.2.1');
  expect(formatServer({ host: '192.0.2.1', port: 5353 })).toBe('192.0.2.1:5353');
  expect(formatServer({ host: '2001:db8::1', port: 5353 })).toBe('[2001:db8::1]:5353');
});
