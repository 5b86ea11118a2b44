import { expect, test } from 'vitest';
import { readAuthorization, readOrder } from './acme-resources.ts';

test('what is no order or authorization is none, whatever it is', () => {
  for (const body of [
    null,
    'text',
    1,
    [],
    {},
    { status: 'valid' },
    { status: 'valid', finalize: 'https://x' },
  ]) {
    expect(readOrder(body, 'https://ca.example/order')).toBeUndefined();
    expect(readAuthorization(body, 'https://ca.example/authorization')).toBeUndefined();
  }
});

test('an order keeps the reason it failed for', () => {
  const order = readOrder(
    {
      status: 'invalid',
      finalize: 'https://ca.example/finalize',
      authorizations: ['https://ca.example/authorization', 7],
      error: { type: 'urn:ietf:params:acme:error:badCSR', detail: 'weak key', status: 400 },
    },
    'https://ca.example/order',
  );
  expect(order).toMatchObject({
    authorizations: ['https://ca.example/authorization'],
    error: { detail: 'weak key', status: 400 },
  });
});

test('challenges without a type or an address are left out', () => {
  const authorization = readAuthorization(
    {
      status: 'pending',
      identifier: { type: 'dns', value: 'hunt.example' },
      wildcard: true,
      challenges: [
        { type: 'dns-01', url: 'https://ca.example/challenge', token: 'abc' },
        { type: 'x' },
        null,
      ],
    },
    'https://ca.example/authorization',
  );
  expect(authorization).toMatchObject({
    identifier: 'hunt.example',
    isWildcard: true,
    challenges: [{ type: 'dns-01', token: 'abc', status: 'pending', error: undefined }],
  });
});
