import { expect, test } from 'vitest';
import { unreachableRouteMetric } from '../network/address-plan.ts';
import type { HostFacts } from './preflight.ts';
import { checkHost, overlaps } from './preflight.ts';

const good: HostFacts = {
  userId: 0,
  osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
  hasGo: true,
  routes: [{ destination: 'default', device: 'eth0' }],
  addresses: [{ address: '127.0.0.1', prefixLength: 8, device: 'lo' }],
  stageLinks: ['hunt0'],
};

const check = (change: Partial<HostFacts>): string[] => checkHost({ ...good, ...change }, { go: true });

test('nothing is in the way on a Debian with root and Go', () => {
  expect(check({})).toEqual([]);
  expect(check({ osRelease: 'ID=debian\nPRETTY_NAME="Debian GNU/Linux forky/sid"\n' })).toEqual([]);
});

test('each obstacle is one sentence with its remedy, all at once', () => {
  expect(check({ userId: 1000, hasGo: false, osRelease: good.osRelease.replaceAll('12', '11') })).toEqual([
    'A stage makes networks and machines, which only root may do; run this again as root or with sudo.',
    'A stage needs Debian 12 or newer and this is Debian GNU/Linux 11 (bookworm); use a Debian machine, a virtual one will do.',
    'A stage builds some of its servers with Go and there is no `go` in the PATH; install Go 1.26 or newer.',
  ]);
});

test('a single machine needs no Go', () => {
  expect(checkHost({ ...good, hasGo: false }, { go: false })).toEqual([]);
});

test('what other stages have there is theirs, what anybody else has is in the way', () => {
  const ours = {
    routes: [
      { destination: '198.18.0.0/15', type: 'unreachable', metric: unreachableRouteMetric },
      { destination: '198.18.0.0/24', device: 'hunt0' },
    ],
    addresses: [{ address: '198.19.0.1', prefixLength: 30, device: 'hunt0' }],
  };
  expect(check(ours)).toEqual([]);
  expect(check({ ...ours, stageLinks: [] })).toHaveLength(1);
  expect(check({ routes: [{ destination: '198.0.0.0/8', device: 'tun0' }] })).toEqual([
    'A stage uses the addresses 198.18.0.0/15 and the route 198.0.0.0/8 on tun0 is there already; ' +
      'remove what is there, or use another machine.',
  ]);
  expect(check({ addresses: [{ address: '198.18.3.4', prefixLength: 32, device: 'lo' }] })[0]).toContain(
    'the address 198.18.3.4/32 on lo is there already',
  );
});

test('blocks overlap when one holds the other', () => {
  expect(overlaps('198.18.0.0/15', '198.19.255.255')).toBe(true);
  expect(overlaps('198.20.0.0/16', '198.18.0.0/15')).toBe(false);
  expect(overlaps('0.0.0.0/0', '198.18.0.0/15')).toBe(true);
  expect(overlaps('fd00::/8', '198.18.0.0/15')).toBe(false);
});
