/** Names for numbers, from the IANA registries, as BIND knows them. Where a number has two names the first is printed. */
export type Mnemonics = readonly (readonly [name: string, code: number])[];

/** DNSSEC algorithm numbers. */
export const algorithms: Mnemonics = [
  ['RSAMD5', 1],
  ['DH', 2],
  ['DSA', 3],
  ['RSASHA1', 5],
  ['NSEC3DSA', 6],
  ['NSEC3RSASHA1', 7],
  ['RSASHA256', 8],
  ['RSASHA512', 10],
  ['ECCGOST', 12],
  ['ECDSAP256SHA256', 13],
  ['ECDSA256', 13],
  ['ECDSAP384SHA384', 14],
  ['ECDSA384', 14],
  ['ED25519', 15],
  ['ED448', 16],
  ['INDIRECT', 252],
  ['PRIVATEDNS', 253],
  ['PRIVATEOID', 254],
];

/** Digest types of DS records. */
export const digestTypes: Mnemonics = [
  ['SHA-1', 1],
  ['SHA1', 1],
  ['SHA-256', 2],
  ['SHA256', 2],
  ['GOST', 3],
  ['SHA-384', 4],
  ['SHA384', 4],
];

/** Kinds of certificate (RFC 4398 section 2.1). */
export const certificateTypes: Mnemonics = [
  ['PKIX', 1],
  ['SPKI', 2],
  ['PGP', 3],
  ['IPKIX', 4],
  ['ISPKI', 5],
  ['IPGP', 6],
  ['ACPKIX', 7],
  ['IACPKIX', 8],
  ['URI', 253],
  ['OID', 254],
];

/** Protocols of KEY records (RFC 2535 section 3.1.3). */
export const keyProtocols: Mnemonics = [
  ['NONE', 0],
  ['TLS', 1],
  ['EMAIL', 2],
  ['DNSSEC', 3],
  ['IPSEC', 4],
  ['ALL', 255],
];

/** Hash algorithms of NSEC3. */
export const hashAlgorithms: Mnemonics = [['SHA-1', 1]];

/** Schemes of DSYNC (RFC 9859 section 2.3). */
export const dsyncSchemes: Mnemonics = [['NOTIFY', 1]];

/** Flags of KEY and its like (RFC 2535 section 3.1.2), which may be joined by `|`. */
export const keyFlags: Mnemonics = [
  ['NOCONF', 0x4000],
  ['NOAUTH', 0x8000],
  ['NOKEY', 0xc000],
  ['FLAG2', 0x2000],
  ['EXTEND', 0x1000],
  ['FLAG4', 0x0800],
  ['FLAG5', 0x0400],
  ['USER', 0x0000],
  ['ZONE', 0x0100],
  ['HOST', 0x0200],
  ['NTYP3', 0x0300],
  ['FLAG8', 0x0080],
  ['FLAG9', 0x0040],
  ['FLAG10', 0x0020],
  ['FLAG11', 0x0010],
  ...Array.from({ length: 16 }, (_, index) => [`SIG${index}`, index] as const),
  ['KSK', 0x0001],
];

/** The code of a name, case aside. */
export function codeOf(mnemonics: Mnemonics, name: string): number | undefined {
  const upper = name.toUpperCase();
  return mnemonics.find(([known]) => known === upper)?.[1];
}

/** The first name of a code, or the code itself. */
export function nameOf(mnemonics: Mnemonics, code: number): string {
  return mnemonics.find(([, known]) => known === code)?.[0] ?? String(code);
}
