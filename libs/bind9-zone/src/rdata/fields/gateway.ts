import { dot } from '../../lexing/characters.ts';
import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { Lexer } from '../../lexing/lexer.ts';
import type { RdataContext, RdataField } from '../field.ts';
import { formatGenericRdata } from '../format-generic.ts';
import { expectNumber, expectWord, wrongToken } from '../tokens.ts';
import type { WireReader } from '../wire-reader.ts';
import type { WireWriter } from '../wire-writer.ts';
import { formatIpv4, formatIpv6, ipv4, ipv6 } from './addresses.ts';
import { formatBase64, writeBase64Words } from './base64.ts';
import { foldName, formatWireName, writeTokenName } from './domain-name.ts';

const asIpv4 = 1;
const asIpv6 = 2;
const asName = 3;

function parseGateway(type: number, lexer: Lexer, out: WireWriter, context: RdataContext): void {
  if (type === asIpv4) ipv4.parse(lexer, out, context);
  else if (type === asIpv6) ipv6.parse(lexer, out, context);
  else {
    expectWord(lexer, 'the gateway');
    if (type === asName) writeTokenName(lexer, out, context);
    else if (lexer.stop - lexer.start !== 1 || lexer.bytes[lexer.start] !== dot) {
      throw wrongToken(lexer, 'the gateway "."');
    }
  }
}

function copyGateway(type: number, from: WireReader, out: WireWriter): void {
  if (type === asIpv4) from.copy(4, out);
  else if (type === asIpv6) from.copy(16, out);
  else if (type === asName) {
    const name = from.name();
    out.append(name, 0, name.length);
  }
}

function foldGateway(wire: Uint8Array, start: number): void {
  let end = start;
  while ((wire[end] ?? 0) !== 0) end += 1 + (wire[end] ?? 0);
  foldName(wire, start, end);
}

function formatGateway(type: number, from: WireReader): string {
  if (type === asIpv4) return formatIpv4(from.take(4));
  if (type === asIpv6) return formatIpv6(from.take(16));
  return type === asName ? formatWireName(from.name()) : '.';
}

/** IPSECKEY: precedence, gateway type, algorithm, gateway, and a key (RFC 4025). */
export const ipsecKey: RdataField = {
  parse: (lexer, out, context) => {
    out.uint8(expectNumber(lexer, 'the precedence', 0xff));
    const type = expectNumber(lexer, 'the gateway type', asName);
    out.uint8(type);
    out.uint8(expectNumber(lexer, 'the algorithm', 0xff));
    parseGateway(type, lexer, out, context);
    expectWord(lexer, 'the key');
    writeBase64Words(lexer, out);
  },
  copy: (from, out) => {
    out.uint8(from.uint8());
    const type = from.uint8();
    if (type > asName) throw new ZoneSyntaxError(`an unknown gateway type ${type}`);
    out.uint8(type);
    out.uint8(from.uint8());
    copyGateway(type, from, out);
    from.copy(from.remaining, out);
  },
  format: (from) => {
    const precedence = from.uint8();
    const type = from.uint8();
    const head = `${precedence} ${type} ${from.uint8()} ${formatGateway(type, from)}`;
    return from.remaining > 0 ? `${head} ${formatBase64(from.take(from.remaining))}` : head;
  },
  foldNames: (wire, start) => {
    if (wire[start + 1] === asName) foldGateway(wire, start + 3);
  },
};

/** AMTRELAY: precedence, discovery bit, relay type and relay (RFC 8777). */
export const amtRelay: RdataField = {
  parse: (lexer, out, context) => {
    out.uint8(expectNumber(lexer, 'the precedence', 0xff));
    const discovery = expectNumber(lexer, 'the discovery bit', 1);
    const type = expectNumber(lexer, 'the relay type', asName);
    out.uint8((discovery << 7) | type);
    parseGateway(type, lexer, out, context);
  },
  copy: (from, out) => {
    out.uint8(from.uint8());
    const type = from.uint8();
    out.uint8(type);
    if ((type & 0x7f) > asName) from.copy(from.remaining, out);
    else copyGateway(type & 0x7f, from, out);
  },
  format: (from) => {
    const start = from.at;
    const precedence = from.uint8();
    const type = from.uint8();
    if ((type & 0x7f) > asName) {
      from.at = start;
      return formatGenericRdata(from.take(from.remaining));
    }
    return `${precedence} ${type >> 7} ${type & 0x7f} ${formatGateway(type & 0x7f, from)}`;
  },
  foldNames: (wire, start) => {
    if (((wire[start + 1] ?? 0) & 0x7f) === asName) foldGateway(wire, start + 2);
  },
};
