import { createHash } from 'node:crypto';
import { lowerCase } from '../lexing/characters.ts';

const rsaMd5 = 1;
const hashNames: Readonly<Partial<Record<number, string>>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/** The key tag of a DNSKEY's data (RFC 4034 appendix B). */
export function keyTag(rdata: Uint8Array): number {
  if (rdata[3] === rsaMd5) return ((rdata.at(-3) ?? 0) << 8) | (rdata.at(-2) ?? 0);
  let sum = 0;
  rdata.forEach((byte, index) => {
    sum += (index & 1) === 1 ? byte : byte << 8;
  });
  return (sum + (sum >>> 16)) & 0xffff;
}

/**
 * The data of the DS, or CDS, for a key (RFC 4034 section 5.1.4); undefined for a digest type that is not known.
 *
 * @param owner the key's name in wire form
 */
export function delegationSigner(
  owner: Uint8Array,
  key: Uint8Array,
  digestType: number,
): Uint8Array | undefined {
  const hashName = hashNames[digestType];
  if (hashName === undefined) return undefined;
  const name = owner.map((byte) => lowerCase[byte] ?? 0);
  const digest = createHash(hashName).update(name).update(key).digest();
  const tag = keyTag(key);
  return Uint8Array.of(tag >> 8, tag & 0xff, key[3] ?? 0, digestType, ...digest);
}
