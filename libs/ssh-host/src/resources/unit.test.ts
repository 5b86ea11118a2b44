import { expect, test } from 'vitest';
import { unitKind, type UnitResource } from './unit.ts';

const diff = (
  unit: Omit<UnitResource, 'kind' | 'name'>,
  now: Record<string, string>,
  triggered: { restart?: string[]; reload?: string[] } = {},
) =>
  unitKind.diff(
    { kind: 'unit', name: 'a.service', ...unit },
    { asked: [], facts: { 'unit a.service': { fact: 'unit', name: 'a.service', ...now } } },
    { triggeredBy: (name) => (name === 'run' ? [] : (triggered[name] ?? [])) },
  );
const active = { ActiveState: 'active', UnitFileState: 'enabled', NeedDaemonReload: 'no' };

test('only what is asked for is looked at', () => {
  expect(diff({}, { ActiveState: 'failed', UnitFileState: 'disabled' })).toBeUndefined();
  expect(diff({ isEnabled: true, isRunning: true }, active)).toBeUndefined();
});

test('all that differs becomes one sentence', () => {
  expect(
    diff({ isEnabled: true, isRunning: true }, { ActiveState: 'failed', UnitFileState: 'disabled' }),
  ).toEqual({
    action: 'update',
    summary: 'Enable and start a.service',
    reason: 'it does not start at boot; it is failed',
  });
  expect(diff({ isEnabled: false, isRunning: false }, active)?.summary).toBe('Disable and stop a.service');
});

test('a unit that others pull in counts as enabled', () => {
  expect(diff({ isEnabled: true }, { ...active, UnitFileState: 'static' })).toBeUndefined();
});

test('a restart goes before a reload, and both only where the unit runs', () => {
  const both = { restart: ['file:/a'], reload: ['file:/b'] };
  expect(diff({ isRunning: true }, active, both)).toMatchObject({
    action: 'restart',
    reason: 'file:/a changes',
  });
  expect(diff({ isRunning: true }, active, { reload: ['file:/b', 'file:/c'] })).toMatchObject({
    action: 'reload',
    reason: 'file:/b, file:/c change',
  });
  expect(diff({}, { ...active, ActiveState: 'inactive' }, both)).toBeUndefined();
});

test('a unit file newer than what systemd knows is read again', () => {
  expect(diff({ isRunning: true }, { ...active, NeedDaemonReload: 'yes' })?.action).toBe('reload');
});
