import { expect, test } from 'vitest';
import { redact } from './redact.ts';

const secret = 'bcdfghjklmnpqrstvwxz2456789bcdfghjklmnpqrstvwxz2456789';

test.each([
  ['a token', `Bearer token-x7k2p:${secret} is unknown`, 'Bearer token-x7k2p:[hidden] is unknown'],
  ['a token of the new kind', `ext/token-x7k2p:${secret}`, 'ext/token-x7k2p:[hidden]'],
  ['a token of a kubeconfig', `token: kubeconfig-u-abc12:${secret}`, 'token: kubeconfig-u-abc12:[hidden]'],
  [
    'a registration token',
    `GET https://r.test/v3/import/${secret}_c-abcde.yaml`,
    'GET https://r.test/v3/import/[hidden]_c-abcde.yaml',
  ],
  [
    'fields that hold secrets',
    '{"newPassword": "quote \\" in it","name":"a"}',
    '{"newPassword": "[hidden]","name":"a"}',
  ],
])('hides %s', (_, text, hidden) => expect(redact(text)).toBe(hidden));

test('hides what it is told, longest first, also as it stands in JSON', () => {
  expect(redact('a-password and a-password-longer', ['a-password', 'a-password-longer', ''])).toBe(
    '[hidden] and [hidden]',
  );
  expect(redact(JSON.stringify({ message: 'no "quotes" please' }), ['no "quotes" please'])).toBe(
    '{"message":"[hidden]"}',
  );
});

test('leaves ordinary words alone', () => {
  const text = 'clusters.management.cattle.io "c-abcde" not found: status 404';
  expect(redact(text)).toBe(text);
});
