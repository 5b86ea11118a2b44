import type { SshKeyPair } from './key-pair.ts';

/** The parts of an Ed25519 key pair (RFC 8032): seed and point are 32 bytes each, whatever they begin with. */
export interface Ed25519Parts {
  seed: Uint8Array;
  point: Uint8Array;
  comment: string;
  /** Four random bytes, written twice, by which a reader of an encrypted key knows that it was decrypted. */
  check: Uint8Array;
}

const keyType = 'ssh-ed25519';
const blockSize = 8;

/** The key pair as OpenSSH writes it: section 1 of its PROTOCOL.key, unencrypted. */
export function formatKeyPair({ seed, point, comment, check }: Ed25519Parts): SshKeyPair {
  const publicBlob = Buffer.concat([string(keyType), string(point)]);
  const secret = Buffer.concat([
    check,
    check,
    publicBlob,
    string(Buffer.concat([seed, point])),
    string(comment),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (blockSize - (secret.length % blockSize)) % blockSize }, (_, index) => index + 1),
  );
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string('none'),
    string('none'),
    string(''),
    uint32(1),
    string(publicBlob),
    string(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${keyType} ${publicBlob.toString('base64')} ${comment}`.trimEnd(),
  };
}

/** RFC 4251, section 5. */
function string(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
