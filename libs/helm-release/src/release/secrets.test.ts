import { expect, test } from 'vitest';
import { hideSecrets, hideSecretValue, secretTexts } from './secrets.ts';

const password = 'correct "horse" battery';

test.each([
  ['plain', `the password is ${password}.`],
  ['as JSON writes it', JSON.stringify({ password })],
  ['in base64', Buffer.from(password).toString('base64')],
])('a secret is hidden %s', (_, text) => {
  const hidden = hideSecrets(text, [password]);
  expect(hidden).toContain('(secret)');
  expect(hidden).not.toMatch(/horse|Y29ycmVjd/);
});

test('lines of a secret are hidden also where they are indented', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----\n';
  expect(hideSecrets('  key: |\n    MIIEvQIBADANBgkqhkiG\n', [key])).toBe('  key: |\n    (secret)\n');
});

test('one secret inside of another leaves nothing of the longer one', () => {
  expect(hideSecrets('secret-and-more', ['secret', 'secret-and-more'])).toBe('(secret)');
});

test('a short secret is hidden where it stands alone, and leaves texts as they are', () => {
  expect(hideSecretValue('42', ['42'])).toBe('(secret)');
  expect(hideSecretValue('since 1942', ['42'])).toBe('since 1942');
});

test('texts and numbers are secrets, switches are not', () => {
  expect(secretTexts({ a: 'x', b: { c: [1234, true, null] } })).toEqual(['x', '1234']);
});
