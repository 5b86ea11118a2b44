import { expect, test } from 'vitest';

import { refusePassword } from './password-rules.ts';

const rules = { username: 'administrator', minimumLength: 12, old: 'the-old-password' };

test.for([
  ['eleven-char', 'Password must be at least 12 characters'],
  ['administrator', 'Password cannot be the same as username'],
  ['the-old-password', 'The new password must not be the same as the current password'],
])('the password `%s` is refused: %s', ([password, reason]) => {
  expect(refusePassword(password!, rules)).toBe(reason);
});

test('twelve characters are enough, and who sets it for another may set the old one', () => {
  expect(refusePassword('twelve-chars', rules)).toBeUndefined();
  expect(refusePassword(rules.old, { username: 'administrator', minimumLength: 12 })).toBeUndefined();
});
