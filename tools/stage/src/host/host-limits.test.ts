import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { raiseHostLimits, restoreHostLimits } from './host-limits.ts';

let folder: string;
let files: { setting: string; before: string };

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'stage-limits-'));
  files = { setting: path.join(folder, 'setting'), before: path.join(folder, 'records', 'before') };
});

afterEach(() => rmSync(folder, { recursive: true }));

const setting = (): string => readFileSync(files.setting, 'utf8').trim();

test('a low limit is raised and put back', () => {
  writeFileSync(files.setting, '128\n');
  raiseHostLimits(files);
  raiseHostLimits(files);
  expect(setting()).toBe('1024');
  restoreHostLimits(files);
  expect(setting()).toBe('128');
  expect(existsSync(files.before)).toBe(false);
});

test('a limit that is high enough is left alone', () => {
  writeFileSync(files.setting, '8192\n');
  raiseHostLimits(files);
  restoreHostLimits(files);
  expect(setting()).toBe('8192');
});

test('a limit somebody else has set since stays theirs', () => {
  writeFileSync(files.setting, '128\n');
  raiseHostLimits(files);
  writeFileSync(files.setting, '4096\n');
  restoreHostLimits(files);
  expect(setting()).toBe('4096');
});
