import { expect, test } from 'vitest';
import { recordProcess } from '../ownership/process-record.ts';
import { chooseMachine } from './stage-shell.ts';

const leader = recordProcess(process.pid)!;
const machine = (name: string, on = true) => ({
  serverId: `id-${name}`,
  name,
  addresses: [],
  leader: on ? leader : null,
  console: '/c',
});

test('the only machine that is on needs no name', () => {
  expect(chooseMachine([machine('one'), machine('two', false)], undefined)).toBe(process.pid);
});

test('several are told apart by name or id', () => {
  const both = [machine('one'), machine('two')];
  expect(() => chooseMachine(both, undefined)).toThrow(/name one of them: one, two/);
  expect(chooseMachine(both, 'two')).toBe(process.pid);
  expect(chooseMachine(both, 'id-one')).toBe(process.pid);
  expect(() => chooseMachine(both, 'three')).toThrow(/no machine 'three' is on; on are: one, two/);
});

test('a machine whose process number is somebody else now is not entered', () => {
  const gone = { ...machine('one'), leader: { ...leader, startTime: '1' } };
  expect(() => chooseMachine([gone], undefined)).toThrow(/no machine of this stage is on/);
});
