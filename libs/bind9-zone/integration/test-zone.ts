import { randomBytes } from 'node:crypto';
import type { TsigAlgorithm, TsigKey, UpdateStep } from '@wescale/bind9-zone';

/** A zone file with an SOA, one NS at 127.0.0.1, and more lines. */
export function zoneText(serial = 1, ...lines: string[]): string {
  const base = ['$TTL 60', `@ SOA ns hostmaster ${serial} 3600 600 86400 60`, '@ NS ns', 'ns A 127.0.0.1'];
  return [...base, ...lines, ''].join('\n');
}

export function newKey(name: string, algorithm: TsigAlgorithm = 'hmac-sha256'): TsigKey {
  return { name, algorithm, secret: randomBytes(32).toString('base64') };
}

export function addTxt(name: string, text: string): UpdateStep {
  return { kind: 'add', name, type: 'TXT', ttlSeconds: 60, data: `"${text}"` };
}

export function addA(name: string, address = '192.0.2.7'): UpdateStep {
  return { kind: 'add', name, type: 'A', ttlSeconds: 60, data: address };
}
