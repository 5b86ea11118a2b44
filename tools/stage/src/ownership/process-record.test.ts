import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isAlive, killRecorded, parseProcessStat, recordProcess } from './process-record.ts';

test('a program may be called whatever it likes', () => {
  const rest = Array.from({ length: 18 }, (_, index) => index).join(' ');
  expect(parseProcessStat(`12 (a) S 9 (b)) S ${rest} 4242 0`)).toEqual({ state: 'S', startTime: '4242' });
  expect(() => parseProcessStat('nonsense')).toThrow();
});

test('a process with the same number but another start is another process', async () => {
  const child = spawn('sleep', ['60']);
  const record = recordProcess(child.pid!)!;
  expect(isAlive(record)).toBe(true);
  for (const other of [
    { ...record, startTime: '1' },
    { ...record, bootId: 'another boot' },
  ]) {
    expect(isAlive(other)).toBe(false);
    killRecorded(other);
  }
  expect(isAlive(record)).toBe(true);
  killRecorded(record);
  await once(child, 'exit');
  expect(isAlive(record)).toBe(false);
  expect(recordProcess(record.pid)).toBeUndefined();
});
