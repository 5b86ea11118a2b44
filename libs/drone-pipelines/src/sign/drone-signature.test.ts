import { expect, test } from 'vitest';
import { UnreadableFileError } from '../reader/errors.ts';
import { droneHmac, signDroneFile, verifyDroneFile } from './drone-signature.ts';
import { framedMac, verifyFramedMac } from './framed-mac.ts';
import { decryptSecret, encryptSecret } from './secret-encryption.ts';

/** Test vectors of facts/drone.md §3: the documents of DY `yaml/signer/testdata` and their key. */
const KEY = '589396227fff5a93ba934965e8735f88';
const PIPELINE = [
  'kind: pipeline',
  'name: default',
  '',
  'pipeline:',
  '- name: build',
  '  image: golang',
  '  commands:',
  '  - go build',
  '  - go test',
  '',
  '',
].join('\n');
const SECRET = [
  'kind: secret',
  'data:',
  '  password: YjgwNDc4ZDY4NmQzNzQzYjNkYmUwYmE3YjMwOTM2OWUK',
  '  username: N2NmYjA3ODQwNTY1ODFlY2E5MGJmOWI1NDk0NDFhMTEK',
  '',
  '',
].join('\n');
const SIGNED_HMAC = '389cf92a7472870783a9a5ea77b4abe58a4bb67ba58e1e7293e943aee314aedc';
const SIGNED = `---\n${PIPELINE}---\n${SECRET}---\nkind: signature\nhmac: ${SIGNED_HMAC}\n\n...\n`;

test('the three published vectors come out', () => {
  expect(droneHmac(SIGNED, KEY)).toBe(SIGNED_HMAC);
  expect(droneHmac(`---\n${PIPELINE}...\n`, KEY)).toBe(
    '779799ec98a03171298da2e0d802025736911d6b588c73ded183037826bd34c8',
  );
  expect(droneHmac('kind: pipeline\n', KEY)).toBe(
    '8d21be7014c80a469b732d0ef82bd0640ec8c416651b41593af2351ef77b7f1a',
  );
});

test('a signed file is byte for byte what Drone writes, and signing again changes nothing', () => {
  const signed = signDroneFile(`---\n${PIPELINE}---\n${SECRET}`, KEY);
  expect(signed).toBe(SIGNED);
  expect(signDroneFile(signed, KEY)).toBe(signed);
  expect(() => verifyDroneFile(signed, KEY)).not.toThrow();
});

test.each([
  ['another key', SIGNED, KEY.replace('5', '6'), 'signature-mismatch'],
  ['a changed command', SIGNED.replace('go test', 'go vet'), KEY, 'signature-mismatch'],
  ['no signature', `---\n${PIPELINE}`, KEY, 'signature-missing'],
  ['a signature without hmac', `---\n${PIPELINE}---\nkind: signature\n`, KEY, 'signature-missing'],
  ['a key of 31 bytes', SIGNED, KEY.slice(1), 'invalid-key'],
])('%s is refused with one clear error', (_what, text, key, code) => {
  expect(() => verifyDroneFile(text, key)).toThrow(expect.objectContaining({ code }));
});

test('the first of two signatures counts', () => {
  const bad = `kind: signature\nhmac: ${'0'.repeat(64)}\n`;
  expect(() => verifyDroneFile(`${SIGNED.replace('...\n', '')}---\n${bad}`, KEY)).not.toThrow();
  expect(() => verifyDroneFile(`---\n${bad}${SIGNED}`, KEY)).toThrow('does not belong');
});

test('text that is not YAML is refused before anything is signed', () => {
  expect(() => signDroneFile('kind: [', KEY)).toThrow(UnreadableFileError);
});

test.each([
  ['one more', SIGNED.replace('pipeline:\n', 'pipeline:\n---\n')],
  ['one less', SIGNED.replace('---\nkind: secret', 'kind: secret')],
  [
    'one in another place',
    SIGNED.replace('---\nkind: secret', 'kind: secret').replace('default\n', 'default\n---\n'),
  ],
])('separators with %s keep Drone’s signature and break the framed MAC', (_what, moved) => {
  const mac = framedMac(SIGNED, KEY);
  expect(() => verifyFramedMac(SIGNED, mac, KEY)).not.toThrow();
  expect(droneHmac(moved, KEY)).toBe(SIGNED_HMAC);
  expect(() => verifyFramedMac(moved, mac, KEY)).toThrow(
    expect.objectContaining({ code: 'signature-mismatch' }),
  );
});

test.each([
  ['text on a separator', SIGNED.replace('---\nkind: secret', '--- # x\nkind: secret')],
  ['text after the end', `${SIGNED}kind: pipeline\n`],
  ['Windows line endings', SIGNED.replaceAll('\n', '\r\n')],
])('the framed MAC refuses a file with %s', (_what, text) => {
  expect(droneHmac(text, KEY)).toBe(SIGNED_HMAC);
  expect(() => framedMac(text, KEY)).toThrow(expect.objectContaining({ code: 'signature-mismatch' }));
});

test('the AES-GCM vector comes out, both ways', () => {
  const key = 'xVKAGlWQiY3sOp8JVc0nbuNId3PNCgWh';
  const nonce = Uint8Array.from({ length: 12 }, (_, index) => index);
  const data = 'AAECAwQFBgcICQoLlMoma6dajCbGmYAWsSLxrdQuR+xZF12YjPY=';
  expect(encryptSecret('top-secret', key, nonce)).toBe(data);
  expect(decryptSecret(data, key)).toBe('top-secret');
  expect(() => decryptSecret(data.replace('lM', 'lN'), key)).toThrow(
    expect.objectContaining({ code: 'decryption-failed' }),
  );
  expect(() => decryptSecret('AAEC', key)).toThrow(expect.objectContaining({ code: 'decryption-failed' }));
  expect(() => decryptSecret(data, 'short')).toThrow(expect.objectContaining({ code: 'invalid-key' }));
});
