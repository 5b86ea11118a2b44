/** Numbers of the IANA "Domain Name System (DNS) Parameters" registry that this library itself needs. */

export const opcodes = { query: 0, update: 5 } as const;

export const classes = { IN: 1, NONE: 254, ANY: 255 } as const;

export const types = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  TXT: 16,
  AAAA: 28,
  OPT: 41,
  DS: 43,
  DNSKEY: 48,
  CDS: 59,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
} as const;

const rcodeNames: Readonly<Partial<Record<number, string>>> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
};

/** The name of a response code, `RCODE17` for one without a name here. */
export function rcodeName(rcode: number): string {
  return rcodeNames[rcode] ?? `RCODE${rcode}`;
}
