import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { HostKeyInvalidError } from '../errors.ts';

/** A public host key: its type and the bytes that go over the wire. */
export interface HostKey {
  type: string;
  blob: Buffer;
}

/** Signature algorithms by key type; an RSA key signs with SHA-2 only (RFC 8332), never with SHA-1. */
const algorithmsByType: Readonly<Record<string, ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

/** What a server may be asked to sign with when only its key is wanted, not its trust. */
export const allHostKeyAlgorithms: ServerHostKeyAlgorithm[] = Object.values(algorithmsByType).flat();

/** Reads `ssh-ed25519 AAAA… comment`, as in a `.pub` file. @throws HostKeyInvalidError */
export function parseHostKey(line: string): HostKey {
  const [type = '', base64 = ''] = line.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  // The bytes repeat the type as their first field (RFC 4253 section 6.6).
  const typeInBlob = blob.length > 4 ? blob.toString('latin1', 4, 4 + blob.readUInt32BE(0)) : '';
  if (!(type in algorithmsByType) || typeInBlob !== type)
    throw new HostKeyInvalidError(
      `the pinned host key is not a public key line: write "ssh-ed25519 AAAA…" (known types: ${Object.keys(algorithmsByType).join(', ')})`,
    );
  return { type, blob };
}

/** The algorithms by which a server can prove that it holds this key. */
export function hostKeyAlgorithms(key: HostKey): ServerHostKeyAlgorithm[] {
  return algorithmsByType[key.type] ?? [];
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
