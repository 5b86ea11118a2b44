import { expect, test } from 'vitest';

import { readRule, type SentRule } from './read-rule.ts';

const sent: SentRule = { action: 'accept', protocol: 'TCP', direction: 'inbound', ip_range: '0.0.0.0/0' };

const rangeOf = (ip_range: string): string => readRule('id', { ...sent, ip_range }).ipRange;

test('one address loses its prefix, a block keeps it', () => {
  expect(rangeOf('1.1.1.1/32')).toBe('1.1.1.1');
  expect(rangeOf('1.1.1.1')).toBe('1.1.1.1');
  expect(rangeOf('10.0.0.0/8')).toBe('10.0.0.0/8');
  expect(rangeOf('2001:db8::1/128')).toBe('2001:db8::1');
  expect(rangeOf('2001:db8::/32')).toBe('2001:db8::/32');
});

test.for(['', '1.1.1', '1.1.1.1/33', '1.1.1.1/', '1.1.1.1/8/8', '::/129', 'example.com'])(
  '`%s` is no IP range',
  (text) => {
    expect(() => rangeOf(text)).toThrow('ip_range');
  },
);

test('ports are for TCP and UDP only, and a range goes upwards', () => {
  const ports = { dest_port_from: 80, dest_port_to: 90 };
  expect(readRule('id', { ...sent, ...ports })).toMatchObject({ destPortFrom: 80, destPortTo: 90 });
  expect(readRule('id', { ...sent, ...ports, protocol: 'ICMP' })).toMatchObject({
    destPortFrom: null,
    destPortTo: null,
  });
  expect(() => readRule('id', { ...sent, dest_port_from: 90, dest_port_to: 80 })).toThrow('dest_port_to');
  expect(() => readRule('id', { ...sent, dest_port_to: 80 })).toThrow('dest_port_to');
});
