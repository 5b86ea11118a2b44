import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classifyAnswer } from './classify-answer.ts';

const classify = (status: number, body: string) =>
  classifyAnswer(
    { doing: 'create IP', method: 'POST', path: '/instance/v1/zones/fr-par-1/ips', status },
    body,
    'fr-par-1',
  );

describe('classifyAnswer', () => {
  test('names the permission that is missing', () => {
    const body =
      '{"details":[{"action":"read","resource":"compute_ips"}],"message":"insufficient permissions","type":"permissions_denied"}';
    expect(classify(403, body)).toMatchObject({
      code: 'permission-denied',
      permissions: [{ action: 'read', resource: 'compute_ips' }],
      message:
        'Could not create IP: insufficient permissions: read on compute_ips (POST /instance/v1/zones/fr-par-1/ips, status 403). Grant it to the API key by an IAM policy for this project; a new grant takes up to two minutes to work.',
    });
  });

  test('names the quota and how much of it is used', () => {
    const body =
      '{"details":[{"current":25,"quota":25,"resource":"UsrProjectsWidth"}],"message":"quota(s) exceeded for this resource","type":"quotas_exceeded"}';
    const error = classify(403, body);
    expect(error).toMatchObject({
      code: 'quota-exceeded',
      resource: 'UsrProjectsWidth',
      quota: 25,
      current: 25,
    });
    expect(error.message).toContain('quota UsrProjectsWidth is exceeded, 25 of 25 used');
  });

  test('names the argument that is refused', () => {
    const body =
      '{"type":"invalid_arguments","message":"invalid argument(s)","details":[{"argument_name":"reverse","reason":"constraint","help_message":"Your reverse must resolve"}]}';
    expect(classify(400, body)).toMatchObject({
      code: 'invalid-request',
      arguments: [{ name: 'reverse', reason: 'Your reverse must resolve' }],
    });
  });

  test.each([
    [400, '', 'invalid-request'],
    [
      401,
      '{"message":"authentication is denied","method":"api_key","reason":"not_found","type":"denied_authentication"}',
      'authentication-denied',
    ],
    [401, '', 'authentication-denied'],
    [403, '{"message":"subdomain not found"}', 'permission-denied'],
    [403, '{"message":"x","resource":"DEV1-S","type":"out_of_stock"}', 'out-of-stock'],
    [404, '', 'not-found'],
    [
      404,
      '{"type":"not_found","message":"resource is not found","resource":"instance_ip","resource_id":"1"}',
      'not-found',
    ],
    [
      409,
      '{"current_state":"configuring","message":"resource is in a transient state","resource":"gateway","resource_id":"1","type":"transient_state"}',
      'transient-state',
    ],
    [409, '{"message":"key exists","type":"already_exists"}', 'already-exists'],
    [409, '', 'unexpected-answer'],
    [
      410,
      '{"expired_since":"","message":"resource has expired","resource":"volume","resource_id":"1","type":"expired"}',
      'not-found',
    ],
    [
      412,
      '{"help_message":"must be empty","message":"precondition is not respected","precondition":"resource_still_in_use","type":"precondition_failed"}',
      'precondition-failed',
    ],
    [423, '{"message":"locked","type":"locked"}', 'resource-locked'],
    [429, '', 'too-many-requests'],
    [500, '{"type":"server_error","message":"Internal error"}', 'unavailable'],
    [503, '{"message":"upstream request timeout"}', 'unavailable'],
    [502, '<html>', 'unavailable'],
  ])('%i %s is %s', (status, body, code) => {
    expect(classify(status, body).code).toBe(code);
  });

  const recording = new URL('../../../../../shared/fixtures/scaleway/recorded.jsonl', import.meta.url);
  test.skipIf(!existsSync(recording))(
    'knows every refusal that was recorded (skipped without the recordings)',
    () => {
      const refusals = readFileSync(recording, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { status: number; body: string })
        .filter(({ status }) => status >= 400);
      expect(refusals.length).toBeGreaterThan(5);
      for (const { status, body } of refusals)
        expect(classify(status, body).code).not.toBe('unexpected-answer');
    },
  );
});
