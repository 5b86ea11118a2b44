import { createHash } from 'node:crypto';

import { invalidArguments } from '../../http/api-error.ts';

/** What IAM keeps of a public key line: no comment; and its fingerprint [ssh-key-basic#0]. */
export function readPublicKey(line: string): { publicKey: string; fingerprint: string } {
  const [algorithm = '', base64 = ''] = line.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  const bits = keyBits(algorithm, blob);
  // Assumption: a public key that cannot be read answers 400 invalid_arguments.
  if (bits === undefined) throw invalidArguments({ argument_name: 'public_key', reason: 'format' });
  const md5 = createHash('md5').update(blob).digest('hex').match(/../g)?.join(':') ?? '';
  return { publicKey: `${algorithm} ${base64}`, fingerprint: `${bits} MD5:${md5} (${algorithm})` };
}

/** The key's length, from its wire form (RFC 4253 section 6.6); undefined when it is no such key. */
function keyBits(algorithm: string, blob: Buffer): number | undefined {
  const fields = readFields(blob);
  if (fields?.[0]?.toString() !== algorithm) return undefined;
  switch (algorithm) {
    case 'ssh-ed25519':
      return fields[1]?.length === 32 ? 256 : undefined;
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return Number(algorithm.slice(-3));
    case 'ssh-rsa': {
      const modulus = fields[2]?.toString('hex').replace(/^(00)+/, '') ?? '';
      return modulus === '' ? undefined : BigInt(`0x${modulus}`).toString(2).length;
    }
    default:
      return undefined;
  }
}

/** Splits a wire form into its length-prefixed fields (RFC 4251 section 5). */
function readFields(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
