import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprint, hostKeyAlgorithms, parseHostKey } from './host-key.ts';
import { HostKeyInvalidError } from '../errors.ts';

test('a fingerprint is the one ssh-keygen prints', () => {
  const directory = mkdtempSync(join(tmpdir(), 'host-key-'));
  try {
    const file = join(directory, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    const printed = execFileSync('ssh-keygen', ['-lf', file]).toString().split(' ')[1];
    expect(fingerprint(parseHostKey(readFileSync(`${file}.pub`, 'utf8')).blob)).toBe(printed);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('an RSA key is asked for with SHA-2 signatures only', () => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa')]);
  const key = parseHostKey(`ssh-rsa ${blob.toString('base64')}`);
  expect(hostKeyAlgorithms(key)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
});

test('a text that is no public key, or names another type than it holds, is refused', () => {
  const blob = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('ssh-rsa')]).toString('base64');
  for (const line of ['', 'ssh-ed25519', 'SHA256:abc', `ssh-ed25519 ${blob}`, `ssh-dss ${blob}`])
    expect(() => parseHostKey(line)).toThrow(HostKeyInvalidError);
});
