import { describe, expect, test } from 'vitest';
import {
  CallTimeout,
  InvalidRequest,
  NetworkFailure,
  OutOfStock,
  PreconditionFailed,
  QuotaExceeded,
  ResourceNotFound,
  ScalewayAuthenticationDenied,
  ScalewayPermissionDenied,
  ScalewayUnavailable,
  TooManyRequests,
  TransientState,
  type ScalewayCallError,
} from '../errors/call-errors.ts';
import { backoffMs, decideRetry, defaultRetryPolicy as policy } from './retry.ts';

const call = { doing: 'create IP', method: 'POST', path: '/ips' };
const rateLimited = new TooManyRequests(call);
const serverError = new ScalewayUnavailable(call, 'internal error');
const noAnswer = new NetworkFailure(call, 'no answer', undefined);
const tooSlow = new CallTimeout(call, 10);
const busy = new TransientState(call, 'server', 'stopping');
const denied = new ScalewayPermissionDenied(call, [], 'insufficient permissions');
const inUse = new PreconditionFailed(call, 'resource_still_in_use', '');

function reasonFor(error: ScalewayCallError, method: string, attempt = 1, elapsedMs = 0): string | undefined {
  return decideRetry({ error, method, attempt, elapsedMs }, policy, 0)?.reason;
}

describe('decideRetry', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'repeats %s that was refused before it could take effect',
    (method) => {
      expect(reasonFor(rateLimited, method)).toBe('rate limited');
      expect(reasonFor(busy, method)).toBe('resource is busy');
      expect(reasonFor(denied, method)).toBe('permission denied, IAM may still be settling');
    },
  );

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('repeats %s of unknown outcome', (method) => {
    expect(reasonFor(serverError, method)).toBe('server error');
    expect(reasonFor(noAnswer, method)).toBe('no answer');
    expect(reasonFor(tooSlow, method)).toBe('no answer');
  });

  test.each([serverError, noAnswer, tooSlow])('never repeats a POST of unknown outcome: $code', (error) => {
    expect(reasonFor(error, 'POST')).toBeUndefined();
  });

  test.each([
    new QuotaExceeded(call, { resource: 'instances', quota: 5, current: 5 }),
    new OutOfStock(call, 'DEV1-S', 'fr-par-1'),
    new ScalewayAuthenticationDenied(call),
    new InvalidRequest(call, [], 'invalid'),
    new ResourceNotFound(call, 'instance_ip', 'id'),
  ])('never repeats $code', (error) => {
    expect(reasonFor(error, 'GET')).toBeUndefined();
  });

  test('repeats the deletion of what is still in use, and nothing else that is', () => {
    expect(reasonFor(inUse, 'DELETE')).toBe('resource is busy');
    expect(reasonFor(inUse, 'PATCH')).toBeUndefined();
    expect(reasonFor(new PreconditionFailed(call, 'protected', ''), 'DELETE')).toBeUndefined();
  });

  test('repeats a change of a volume that is still changing', () => {
    const notUsable = new PreconditionFailed(call, 'resource_not_usable', '');
    expect(reasonFor(notUsable, 'PATCH')).toBe('resource is busy');
  });

  test('gives up after the granted number of attempts or time', () => {
    expect(reasonFor(rateLimited, 'GET', policy.maxAttempts)).toBeUndefined();
    expect(reasonFor(serverError, 'GET', policy.maxAttempts)).toBeUndefined();
    expect(reasonFor(denied, 'GET', 1, policy.iamSettleMs)).toBeUndefined();
    expect(reasonFor(busy, 'GET', 99, policy.transientMs - 1)).toBe('resource is busy');
    expect(reasonFor(busy, 'GET', 1, policy.transientMs)).toBeUndefined();
  });

  test('waits at least as long as the server asks, within reason', () => {
    const failed = { error: rateLimited, method: 'GET', attempt: 1, elapsedMs: 0, retryAfterMs: 7_000 };
    expect(decideRetry(failed, policy, 0)?.delayMs).toBe(7_000);
    expect(decideRetry({ ...failed, retryAfterMs: 3_600_000 }, policy, 0)?.delayMs).toBe(60_000);
  });
});

describe('backoffMs', () => {
  test('doubles up to its limit', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(policy, attempt, 1))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
  });

  test('spreads calls over half of the delay', () => {
    expect(backoffMs(policy, 1, 0)).toBe(250);
    expect(backoffMs(policy, 1, 0.5)).toBe(375);
  });
});
