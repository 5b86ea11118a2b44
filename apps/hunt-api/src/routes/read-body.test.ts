import { expect, test } from 'vitest';
import { readBody } from './read-body.ts';

/** A body in pieces, and how much of it was taken. */
function bodyOf(count: number) {
  const taken = { pieces: 0 };
  async function* pieces() {
    for (; taken.pieces < count; taken.pieces += 1) yield Buffer.from('1234567890');
  }
  return { body: pieces(), taken };
}

const limits = { maxBytes: 50, patienceBytes: 200 };

test('a body within the limit is read whole', async () => {
  expect((await readBody(bodyOf(5).body, limits)).toString()).toBe('1234567890'.repeat(5));
});

test('a body over the limit is read to its end and refused', async () => {
  const { body, taken } = bodyOf(10);
  await expect(readBody(body, limits)).rejects.toThrow('larger than 50 bytes');
  expect(taken.pieces).toBe(10);
});

test('patience ends with a body that does not', async () => {
  const { body, taken } = bodyOf(1000);
  await expect(readBody(body, limits)).rejects.toThrow('larger than 50 bytes');
  expect(taken.pieces).toBe(20);
});
