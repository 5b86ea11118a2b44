import { expect, test } from 'vitest';
import { TransferRefusedError } from './errors.ts';

const refused = (rcode: string) =>
  new TransferRefusedError({ server: '192.0.2.1', zone: 'hunt.example', rcode, signature: undefined });

test('a transfer that is refused wants the key allowed', () => {
  expect(refused('REFUSED').message).toMatch(/REFUSED .*Its allow-transfer must name the key\.$/);
});

test('a server that fails is not blamed for its keys', () => {
  expect(refused('SERVFAIL').message).toMatch(/SERVFAIL .*Its log says why; /);
  expect(refused('SERVFAIL').message).not.toContain('allow-transfer');
});
