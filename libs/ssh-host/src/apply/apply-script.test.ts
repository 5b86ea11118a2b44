import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseProbe } from '../read/parse-probe.ts';
import { probeScript } from '../read/probe-script.ts';
import { planHost } from '../plan/plan-host.ts';
import { resourceId, type Resource } from '../resources/resource.ts';
import { applyScript } from './apply-script.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'apply-script-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const script = (resources: Resource[]): string => {
  const { facts } = parseProbe(run(probeScript(resources, join(directory, 'state'))).stdout);
  const plan = planHost({ asked: resources.map(resourceId), ...facts }, resources);
  return applyScript(plan, join(directory, 'state'), { runId: 'test', by: 'test' });
};
const run = (input: string): { status: number | null; stdout: string } =>
  spawnSync('/bin/sh', ['-s'], { input, encoding: 'utf8' });

test('a script cut anywhere on its way does nothing at all', () => {
  const victim = join(directory, 'victim', 'sub');
  mkdirSync(victim, { recursive: true });
  const whole = script([
    { kind: 'absent', path: victim, isRecursive: true },
    { kind: 'command', name: 'late', command: `rm -rf ${directory}/victim`, runOn: [`absent:${victim}`] },
  ]);
  // Every cut near the end, where the last line calls everything, and some of all the others.
  const cuts = [
    ...Array.from({ length: 40 }, (_, index) => whole.length - 2 - index),
    ...Array.from({ length: 40 }, (_, index) => Math.floor((whole.length * index) / 40)),
  ];
  for (const cut of cuts) {
    const { stdout } = run(whole.slice(0, cut));
    expect(stdout, `cut at ${cut}`).toBe('');
    expect(readdirSync(directory), `cut at ${cut}`).toEqual(['victim']);
    expect(readdirSync(join(directory, 'victim')), `cut at ${cut}`).toEqual(['sub']);
  }
  expect(run(whole).stdout).toContain('"end":"done"');
  expect(readdirSync(directory)).toEqual(['state']);
});

test('contents go through unharmed, whatever they hold', () => {
  const hostile = '\'"\\$HOME`id`\nCONTENT\n\0\r\t%s\n';
  const owner = String(process.getuid?.() ?? 0);
  const group = String(process.getgid?.() ?? 0);
  const path = join(directory, "it's a $(file)");
  const result = run(script([{ kind: 'file', path, content: hostile, owner, group }]));
  expect(result.stdout).toContain('"state":"done"');
  expect(spawnSync('cat', [path], { encoding: 'utf8' }).stdout).toBe(hostile);
});
