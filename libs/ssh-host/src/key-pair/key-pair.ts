import { generateKeyPairSync, randomBytes } from 'node:crypto';
import ssh2 from 'ssh2';
import { PrivateKeyInvalidError } from '../errors.ts';
import { formatKeyPair } from './format-key-pair.ts';

/** An SSH key pair in the formats OpenSSH keeps on disk. */
export interface SshKeyPair {
  /** `-----BEGIN OPENSSH PRIVATE KEY-----` …, not encrypted. */
  privateKey: string;
  /** One line: `ssh-ed25519 AAAA… comment`. */
  publicKey: string;
}

/**
 * Makes an Ed25519 key pair, for a user or for a host.
 *
 * @example
 * const { publicKey } = generateKeyPair('game-master');
 */
export function generateKeyPair(comment: string): SshKeyPair {
  // Not ssh2's own generator: it drops the zero bytes a public key begins with, which spoils one key in 256.
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  return formatKeyPair({ seed, point, comment, check: randomBytes(4) });
}

/**
 * The public line of a private key: `ssh-ed25519 AAAA…`, without comment.
 *
 * @throws PrivateKeyInvalidError when it is not a private key, or is encrypted; the key is never repeated in the message
 */
export function publicKeyOf(privateKey: string): string {
  // Some formats hold several keys, for which ssh2 returns an array that its types leave out.
  const [key] = [ssh2.utils.parseKey(privateKey)].flat();
  if (key === undefined || key instanceof Error)
    throw new PrivateKeyInvalidError('not a private key in OpenSSH or PEM format without passphrase', {
      cause: key,
    });
  return `${key.type} ${key.getPublicSSH().toString('base64')}`;
}
