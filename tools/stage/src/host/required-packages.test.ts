import { expect, test } from 'vitest';
import { announceInstallation, missingPackages } from './required-packages.ts';

const all = [
  'mmdebstrap',
  'systemd-container',
  'dnsmasq-base',
  'bind9',
  'bind9-dnsutils',
  'openssl',
  'nftables',
  'iproute2',
  'procps',
  'openssh-client',
];

test('nothing is missing when everything is installed', () => {
  expect(missingPackages(all.map((name) => `${name} installed\n`).join(''))).toEqual([]);
});

test('what was removed but still has its configuration is missing', () => {
  const query = all.map((name) => `${name} ${name === 'nftables' ? 'config-files' : 'installed'}\n`).join('');
  expect(missingPackages(query).map(({ name }) => name)).toEqual(['nftables']);
});

test('an installation says what and why before it begins', () => {
  expect(announceInstallation(missingPackages('')).slice(0, 84)).toBe(
    'Installing mmdebstrap (makes the machine image), systemd-container (runs the machine',
  );
});
