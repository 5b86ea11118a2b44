import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { codeOf, type Mnemonics } from '../mnemonics.ts';
import { takeWord, tokenText, wrongToken } from '../tokens.ts';
import { formatIpv4, ipv4 } from './addresses.ts';
import { expectMnemonic } from './mnemonic.ts';

/** Protocols by name (IANA protocol numbers). */
const protocols: Mnemonics = [
  ['ICMP', 1],
  ['IGMP', 2],
  ['GGP', 3],
  ['TCP', 6],
  ['EGP', 8],
  ['PUP', 12],
  ['UDP', 17],
  ['HMP', 20],
  ['XNS-IDP', 22],
  ['RDP', 27],
];

/** Ports of services by name: those that existed when WKS was in use (RFC 1010), and a few since. */
const services: Mnemonics = Object.entries({
  TCPMUX: 1,
  ECHO: 7,
  DISCARD: 9,
  SYSTAT: 11,
  DAYTIME: 13,
  NETSTAT: 15,
  QOTD: 17,
  CHARGEN: 19,
  'FTP-DATA': 20,
  FTP: 21,
  SSH: 22,
  TELNET: 23,
  SMTP: 25,
  TIME: 37,
  WHOIS: 43,
  TACACS: 49,
  DOMAIN: 53,
  BOOTPS: 67,
  BOOTPC: 68,
  TFTP: 69,
  GOPHER: 70,
  FINGER: 79,
  HTTP: 80,
  KERBEROS: 88,
  'ISO-TSAP': 102,
  POP3: 110,
  SUNRPC: 111,
  AUTH: 113,
  NNTP: 119,
  NTP: 123,
  IMAP2: 143,
  SNMP: 161,
  BGP: 179,
  IRC: 194,
  LDAP: 389,
  HTTPS: 443,
});

/** WKS: an address, a protocol and the ports served on it, as bits (RFC 1035 section 3.4.2). */
export const wellKnownServices: RdataField = {
  parse: (lexer, out, context) => {
    ipv4.parse(lexer, out, context);
    out.uint8(expectMnemonic(lexer, 'the protocol', protocols, 0xff));
    const bits = new Uint8Array(8192);
    let length = 0;
    while (takeWord(lexer)) {
      const text = tokenText(lexer);
      const port = /^\d+$/.test(text) ? Number(text) : (codeOf(services, text) ?? 0x10000);
      if (port > 0xffff) throw wrongToken(lexer, 'a port, or a service with a well-known port');
      bits[port >> 3] = (bits[port >> 3] ?? 0) | (0x80 >> (port & 7));
      length = Math.max(length, (port >> 3) + 1);
    }
    out.append(bits, 0, length);
  },
  copy: (from, out) => {
    from.copy(5, out);
    if (from.remaining > 8192) throw new ZoneSyntaxError('more ports than there are');
    from.copy(from.remaining, out);
  },
  format: (from) => {
    const parts = [formatIpv4(from.take(4)), from.uint8()];
    from.take(from.remaining).forEach((byte, index) => {
      for (let bit = 0; bit < 8; bit += 1) if ((byte & (0x80 >> bit)) !== 0) parts.push(8 * index + bit);
    });
    return parts.join(' ');
  },
};
