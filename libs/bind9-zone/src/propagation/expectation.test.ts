import { describe, expect, test } from 'vitest';
import type { Answer, AnswerRecord } from '../query/answer.ts';
import { findDisagreement, type Expectation } from './expectation.ts';

const answer = (answers: AnswerRecord[], changes: Partial<Answer> = {}): Answer => ({
  rcode: 'NOERROR',
  isAuthoritative: true,
  transport: 'UDP',
  answers,
  authorities: [],
  additionals: [],
  ...changes,
});
const txt = (text: string): AnswerRecord => ({ name: 'a.test.', ttlSeconds: 60, type: 'TXT', text });
const about = (kind: 'present' | 'equal' | 'absent', ...values: string[]): Expectation => ({
  kind,
  name: 'A.test',
  type: 'TXT',
  values,
});
const serial = (value: number): AnswerRecord => ({
  name: 'test.',
  ttlSeconds: 1,
  type: 'SOA',
  serial: value,
});

describe('a server agrees', () => {
  test.each<[string, Expectation, Answer]>([
    ['with all values and more', about('present', 'x'), answer([txt('y'), txt('x')])],
    ['with exactly the values in any order', about('equal', 'x', 'y'), answer([txt('y'), txt('x')])],
    ['with no record where none is wanted', about('equal'), answer([], { rcode: 'NXDOMAIN' })],
    ['without the values', about('absent', 'x'), answer([txt('y')])],
    ['with a later serial', { kind: 'serial', zone: 'test', atLeast: 5 }, answer([serial(6)])],
    [
      'with a serial that went round',
      { kind: 'serial', zone: 'test', atLeast: 4294967295 },
      answer([serial(3)]),
    ],
    [
      'with an alias in other case',
      { kind: 'equal', name: 'a.test', type: 'CNAME', values: ['WWW.test'] },
      answer([{ name: 'a.test.', ttlSeconds: 60, type: 'CNAME', target: 'www.test.' }]),
    ],
  ])('%s', (_title, expectation, given) => {
    expect(findDisagreement(expectation, given)).toBeUndefined();
  });
});

describe('a server does not agree and the reason is told', () => {
  test.each<[string, Expectation, Answer]>([
    ['lacks "x" at a.test. (has "y")', about('present', 'x'), answer([txt('y')])],
    [
      'lacks "x", "z" at a.test. (has nothing)',
      about('present', 'x', 'z'),
      answer([], { rcode: 'NXDOMAIN' }),
    ],
    ['has "x", "y" at a.test., not "x"', about('equal', 'x'), answer([txt('x'), txt('y')])],
    ['still has "x" at a.test.', about('absent', 'x'), answer([txt('x')])],
    ['answers SERVFAIL for a.test.', about('present', 'x'), answer([], { rcode: 'SERVFAIL' })],
    [
      'does not speak for a.test. (lame)',
      about('present', 'x'),
      answer([txt('x')], { isAuthoritative: false }),
    ],
    ['has serial 4 of test., not yet 5', { kind: 'serial', zone: 'test', atLeast: 5 }, answer([serial(4)])],
    ['has no SOA for test.', { kind: 'serial', zone: 'test', atLeast: 5 }, answer([])],
    [
      'lacks "x" at a.test. (has nothing)',
      about('present', 'x'),
      answer([{ name: 'b.test.', ttlSeconds: 60, type: 'TXT', text: 'x' }]),
    ],
  ])('%s', (reason, expectation, given) => {
    expect(findDisagreement(expectation, given)).toBe(reason);
  });
});
