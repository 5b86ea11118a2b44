import { expect, test } from 'vitest';

import { formatMessage, parseMessage } from './message.ts';

test('a connect is written as Go writes it', () => {
  const bytes = formatMessage({
    id: 1n,
    connectionId: 64n,
    type: 'connect',
    body: Buffer.from('tcp/10.43.0.1:443'),
  });
  // Zigzag doubles: 1 → 2, 64 → 128 → 80 01, connect 2 → 4, 15000 → 30000 → b0 ea 01.
  expect(bytes.toString('hex')).toBe(`02800104b0ea01${Buffer.from('tcp/10.43.0.1:443').toString('hex')}`);
});

test.for(['data', 'connect', 'error', 'pause', 'resume'] as const)('%s is read as it was written', (type) => {
  const message = { id: 2n ** 62n, connectionId: -3n, type, body: Buffer.from('payload') };
  expect(parseMessage(formatMessage(message))).toEqual(message);
});

test('a kind that is not played is told apart, and half a message is refused', () => {
  // AddClient, 4 → 8.
  expect(parseMessage(Buffer.from([2, 2, 8]))).toBeUndefined();
  expect(() => parseMessage(Buffer.from([2, 0x80]))).toThrow('in the middle');
});
