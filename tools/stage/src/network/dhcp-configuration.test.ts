import { expect, test } from 'vitest';
import { formatDhcpConfiguration, formatDhcpHosts, hasMovedAddress } from './dhcp-configuration.ts';

test('a lease is one address with a gateway outside of it, as on Scaleway', () => {
  const lines = formatDhcpConfiguration({ number: 7, hostsFile: '/h', leaseFile: '/l' }).split('\n');
  expect(lines).toContain('dhcp-option=option:netmask,255.255.255.255');
  expect(lines).toContain('dhcp-option=option:router,198.18.7.1');
  expect(lines).toContain('dhcp-option=option:dns-server,198.18.7.3');
  expect(lines).toContain('dhcp-range=198.18.7.0,static,255.255.255.0,24h');
});

test('each machine gets its own address, by its hardware address', () => {
  const hosts = [
    { mac: 'de:00:00:00:00:01', address: '198.18.7.32', hostname: 'master' },
    { mac: 'de:00:00:00:00:02', address: '198.18.7.33', hostname: 'node' },
  ];
  expect(formatDhcpHosts(hosts)).toBe(
    'de:00:00:00:00:01,198.18.7.32,master\nde:00:00:00:00:02,198.18.7.33,node\n',
  );
});

test('an address that another machine had before is told from a new one and an old one', () => {
  const given = new Map([['198.18.7.32', 'de:00:00:00:00:01']]);
  const host = (mac: string, address: string) => ({ mac, address, hostname: 'h' });
  expect(hasMovedAddress(given, [host('de:00:00:00:00:01', '198.18.7.32')])).toBe(false);
  expect(hasMovedAddress(given, [host('de:00:00:00:00:02', '198.18.7.33')])).toBe(false);
  expect(hasMovedAddress(given, [host('de:00:00:00:00:02', '198.18.7.32')])).toBe(true);
});
