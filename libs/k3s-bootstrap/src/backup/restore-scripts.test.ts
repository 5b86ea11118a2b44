import { expect, test } from 'vitest';
import { resetScript, stopScript } from './restore-scripts.ts';

const data = '/var/lib/rancher/k3s';

test('data that was put aside is only forgotten by a restore that does not go on from another', () => {
  const lines = stopScript(data).split('\n');
  const forget = lines.findIndex((line) => line.includes('server-before-restore'));
  expect(lines[forget]).toMatch(/^\[ -e \S+\/restoring \] \|\| rm -rf /);
  expect(lines[forget + 1]).toMatch(/^: >\S+\/restoring$/);
});

test('a restore that goes on removes what is half made, once nobody works on it, and keeps what lies aside', () => {
  const script = resetScript(data);
  const stop = script.indexOf('systemctl stop k3s-bootstrap-restore.service');
  const remove = script.indexOf('rm -rf "$data/server"\n');
  expect(stop).toBeGreaterThan(0);
  expect(remove).toBeGreaterThan(stop);
  expect(script.indexOf('mv "$data/server" "$aside"')).toBeGreaterThan(remove);
  expect(script).not.toContain('rm -rf "$aside"');
});
