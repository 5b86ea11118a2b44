import { expect, test } from 'vitest';
import { parseIndexTargets } from './private-apt.ts';
import { findReplaced } from './unpack-debian-packages.ts';

test('archives are told by what their Release files say, not by their addresses', () => {
  const text = [
    'Somebody\tDebian\thttp://other.example/',
    'Debian\tDebian-Security\thttp://mirror.example/b/',
    'Debian\tDebian\thttp://mirror.example/a/',
  ].join('\n');
  expect(parseIndexTargets(text)).toEqual({
    main: 'http://mirror.example/a',
    security: 'http://mirror.example/b',
  });
  expect(parseIndexTargets('')).toBeUndefined();
});

test('only what apt did not find counts as replaced', () => {
  const packages = ['runc', 'containerd'].map((name) => ({ name, version: '1.0-1', sha256: '' }));
  const errors = "E: Version '1.0-1' for 'containerd' was not found\n";
  expect(findReplaced(errors, packages)).toEqual(['containerd']);
  expect(findReplaced('E: no network', packages)).toEqual([]);
});
