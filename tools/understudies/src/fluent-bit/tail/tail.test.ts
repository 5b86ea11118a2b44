import { expect, test } from 'vitest';

import { parseLogName } from './container-log.ts';
import { parseCriLine } from './parse-cri-line.ts';

test('a line of a container runtime is its parts, with its time to the nanosecond', () => {
  expect(parseCriLine('2026-11-24T12:00:00.123456789Z stderr P half of a', 0n)).toEqual({
    timestampNs: BigInt(Date.parse('2026-11-24T12:00:00Z')) * 1_000_000n + 123_456_789n,
    record: { time: '2026-11-24T12:00:00.123456789Z', stream: 'stderr', logtag: 'P', message: 'half of a' },
  });
  expect(parseCriLine('2026-11-24T13:00:00.5+01:00 stdout F ', 0n)).toMatchObject({
    timestampNs: BigInt(Date.parse('2026-11-24T12:00:00.500Z')) * 1_000_000n,
    record: { message: '' },
  });
});

test('other text is a record of its own', () => {
  expect(parseCriLine('no such line', 5n)).toEqual({ timestampNs: 5n, record: { log: 'no such line' } });
});

test('the name of a log tells its pod, and another name tells nothing', () => {
  const id = 'a'.repeat(64);
  expect(parseLogName(`web-0.x_my-game_side-car-${id}.log`)).toEqual({
    ...{ podName: 'web-0.x', namespace: 'my-game', containerName: 'side-car', containerId: id },
  });
  expect(parseLogName('syslog')).toBeUndefined();
  expect(parseLogName(`web_game_web-${id.slice(1)}.log`)).toBeUndefined();
});
