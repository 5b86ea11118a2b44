import { expect, test } from 'vitest';
import { selectUnused } from './remove-unused.ts';

const hourMs = 60 * 60 * 1000;
const used = (...hoursAgo: number[]): { name: string; usedAtMs: number }[] =>
  hoursAgo.map((hours) => ({ name: `${hours} h`, usedAtMs: -hours * hourMs }));

test('the four used last stay, however old', () => {
  expect(selectUnused(used(900, 800, 700, 600), 0)).toEqual([]);
});

test('of more, those go that nobody used within two hours', () => {
  expect(selectUnused(used(0, 50, 1, 3, 1.5, 1.9, 40), 0)).toEqual(['3 h', '40 h', '50 h']);
});
