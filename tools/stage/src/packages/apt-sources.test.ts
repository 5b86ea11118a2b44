import { expect, test } from 'vitest';
import { allowedOrigins, formatSources, parseIndexTargets } from './apt-sources.ts';

const targets = [
  ['Debian', 'Debian-Security', 'https://security.test/debian-security/'],
  ['Debian', 'Debian', 'http://mirror.test/debian/'],
  ['Somebody', 'Debian', 'http://other.test/'],
]
  .map((row) => row.join('\t'))
  .join('\n');

test('archives are known by what their Release files say', () => {
  expect(parseIndexTargets(targets)).toEqual({
    archive: 'http://mirror.test/debian',
    security: 'https://security.test/debian-security',
  });
  expect(parseIndexTargets('Somebody\tDebian\thttp://other.test/')).toBeUndefined();
});

test('machines use the mirrors of their host', () => {
  expect(formatSources(parseIndexTargets(targets)!, 'bookworm')).toEqual([
    'deb http://mirror.test/debian bookworm main',
    'deb http://mirror.test/debian bookworm-updates main',
    'deb https://security.test/debian-security bookworm-security main',
  ]);
});

test('the proxy may ask these mirrors and nobody else', () => {
  expect([...allowedOrigins(parseIndexTargets(targets)!)]).toEqual([
    'http://mirror.test:80',
    'https://security.test:443',
  ]);
});
