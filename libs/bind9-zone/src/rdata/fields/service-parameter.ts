import { backslash, comma, isDigit } from '../../lexing/characters.ts';
import { ZoneSyntaxError } from '../../lexing/errors.ts';
import { Lexer } from '../../lexing/lexer.ts';
import { readDecimalEscape } from '../../names/write-name.ts';
import { WireWriter } from '../wire-writer.ts';
import { formatIpv4, formatIpv6, readIpv4, readIpv6 } from './addresses.ts';
import { writeBase64Token } from './base64.ts';
import { quoteBytes } from './character-string.ts';

/** How a parameter's value is written. */
type ValueForm = 'keys' | 'alpn' | 'empty' | 'port' | 'ipv4' | 'base64' | 'ipv6' | 'dohpath' | 'text';

/** Parameters by name (IANA "Service Parameter Keys"), as BIND 9.18 knows them. */
const known: readonly { name: string; key: number; form: ValueForm }[] = [
  { name: 'mandatory', key: 0, form: 'keys' },
  { name: 'alpn', key: 1, form: 'alpn' },
  { name: 'no-default-alpn', key: 2, form: 'empty' },
  { name: 'port', key: 3, form: 'port' },
  { name: 'ipv4hint', key: 4, form: 'ipv4' },
  { name: 'ech', key: 5, form: 'base64' },
  { name: 'ipv6hint', key: 6, form: 'ipv6' },
  { name: 'dohpath', key: 7, form: 'dohpath' },
];

/** A URI template (RFC 6570) of a path; in its braces an operator, and names with `:3` or `*` behind them. */
const template =
  /^\/(?:[^{%]|%[0-9a-f]{2}|\{[+#./;?&]?(?:\w|%[0-9a-f]{2})+(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[0-9a-f]{2})+(?::[1-9]\d{0,3}|\*)?)*\})*$/i;
const dnsVariable = /\{[+#./;?&]?(?:[^{}]*,)?dns(?:[:*][^{},]*)?(?:,[^{}]*)?\}/;

/** BIND prints `dohpath` by its number, since it is not in RFC 9460. */
const lastPrintedKey = 6;

function wrong(name: string, expected: string): ZoneSyntaxError {
  return new ZoneSyntaxError(`the parameter ${name} needs ${expected}`);
}

/** The number of a key by its name in any case, or as `key667`. */
function keyNumber(name: string): number {
  const found = known.find((parameter) => parameter.name === name.toLowerCase());
  if (found !== undefined) return found.key;
  const digits = /^key(0|[1-9]\d{0,4})$/.exec(name)?.[1];
  if (digits === undefined || Number(digits) > 0xffff) {
    throw new ZoneSyntaxError(`an unknown service parameter "${name.slice(0, 80)}"`);
  }
  return Number(digits);
}

/** The text with `\DDD` and `\X` resolved. */
function unescape(text: Uint8Array): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    let byte = text[at] ?? 0;
    if (byte === backslash) {
      at += 1;
      if (at >= text.length) throw new ZoneSyntaxError('a value that ends in a backslash');
      byte = text[at] ?? 0;
      if (isDigit(byte)) {
        byte = readDecimalEscape(text, at, text.length);
        at += 2;
      }
    }
    bytes.push(byte);
  }
  return bytes;
}

/** Protocol names separated by commas, escaped a second time (RFC 9460 appendix A.1). */
function parseAlpn(text: Uint8Array): Uint8Array {
  const names: number[][] = [[]];
  const bytes = unescape(text);
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === comma) {
      names.push([]);
      continue;
    }
    if (byte === backslash) {
      at += 1;
      if (at >= bytes.length) throw wrong('alpn', 'something behind each backslash');
      byte = bytes[at] ?? 0;
    }
    names.at(-1)?.push(byte);
  }
  if (names.some(({ length }) => length === 0 || length > 255)) {
    throw wrong('alpn', 'names of 1 to 255 bytes separated by commas');
  }
  return Uint8Array.from(names.flatMap((name) => [name.length, ...name]));
}

function parseAddresses(name: string, text: Uint8Array, size: 4 | 16): Uint8Array {
  const parts = Buffer.from(text).toString('latin1').split(',');
  const addresses = new Uint8Array(parts.length * size);
  const read = size === 4 ? readIpv4 : readIpv6;
  parts.forEach((part, index) => {
    const bytes = Buffer.from(part, 'latin1');
    if (!read(bytes, 0, bytes.length, addresses, index * size)) {
      throw wrong(name, `IPv${size === 4 ? 4 : 6} addresses separated by commas`);
    }
  });
  return addresses;
}

function parseKeys(text: string): Uint8Array {
  const keys = text.split(',').map(keyNumber);
  if (new Set(keys).size !== keys.length) throw wrong('mandatory', 'each key once');
  keys.sort((one, other) => one - other);
  return Uint8Array.from(keys.flatMap((key) => [key >> 8, key & 0xff]));
}

function parseValue(name: string, form: ValueForm, text: Uint8Array): Uint8Array {
  const plain = Buffer.from(text).toString('latin1');
  switch (form) {
    case 'keys':
      return parseKeys(plain);
    case 'alpn':
      return parseAlpn(text);
    case 'empty':
      if (text.length > 0) throw wrong(name, 'no value');
      return text;
    case 'port':
      if (!/^\d{1,10}$/.test(plain) || Number(plain) > 0xffff) throw wrong(name, 'a number up to 65535');
      return Uint8Array.of(Number(plain) >> 8, Number(plain) & 0xff);
    case 'ipv4':
      return parseAddresses(name, text, 4);
    case 'ipv6':
      return parseAddresses(name, text, 16);
    case 'base64': {
      const out = new WireWriter();
      const lexer = Lexer.of(text);
      if (text.length > 0) {
        lexer.next(false);
        writeBase64Token(lexer, out);
      }
      return out.take();
    }
    default:
      return Uint8Array.from(unescape(text));
  }
}

/** Reads the parameter in `bytes[start, stop)`, its value from `valueStart` on. */
export function parseParameter(
  bytes: Uint8Array,
  start: number,
  valueStart: number,
  stop: number,
): { key: number; value: Uint8Array } {
  const text = bytes.subarray(valueStart, stop);
  const head = Buffer.from(bytes.subarray(start, valueStart)).toString('latin1');
  const name = /^[^="]*/.exec(head)?.[0] ?? '';
  const found = known.find((parameter) => parameter.name === name);
  if (found !== undefined) return { key: found.key, value: parseValue(name, found.form, text) };
  return { key: keyNumber(name), value: Uint8Array.from(unescape(text)) };
}

/** Refuses a value that does not fit its key. */
export function checkParameter(key: number, value: Uint8Array): void {
  const parameter = known.find((candidate) => candidate.key === key);
  const { length } = value;
  switch (parameter?.form) {
    case 'port':
      if (length !== 2) throw wrong('port', 'two bytes');
      return;
    case 'ipv4':
    case 'ipv6':
      if (length === 0 || length % (parameter.form === 'ipv4' ? 4 : 16) !== 0)
        throw wrong(parameter.name, 'addresses');
      return;
    case 'empty':
      if (length !== 0) throw wrong(parameter.name, 'no value');
      return;
    case 'keys':
      for (let at = 2; at < length; at += 2) {
        const before = ((value[at - 2] ?? 0) << 8) | (value[at - 1] ?? 0);
        if ((((value[at] ?? 0) << 8) | (value[at + 1] ?? 0)) <= before)
          throw wrong('mandatory', 'keys in order');
      }
      if (length === 0 || length % 2 !== 0) throw wrong('mandatory', 'keys');
      return;
    case 'alpn': {
      let at = 0;
      while (at < length && (value[at] ?? 0) > 0) at += 1 + (value[at] ?? 0);
      if (length === 0 || at !== length) throw wrong('alpn', 'protocol names');
      return;
    }
    case 'dohpath': {
      const text = Buffer.from(value).toString('utf8');
      const isUtf8 = Buffer.from(text, 'utf8').equals(value);
      if (!isUtf8 || !template.test(text) || !dnsVariable.test(text)) {
        throw wrong('dohpath', 'a template of a path from / on with {?dns} in it (RFC 9461)');
      }
      return;
    }
    default:
  }
}

function keyName(key: number): string {
  const name = known.find((parameter) => parameter.key === key)?.name;
  return name === undefined || key > lastPrintedKey ? `key${key}` : name;
}

function formatAlpn(value: Uint8Array): string {
  const names: string[] = [];
  for (let at = 0; at < value.length; at += 1 + (value[at] ?? 0)) {
    let text = '';
    for (const byte of value.subarray(at + 1, at + 1 + (value[at] ?? 0))) {
      const character = String.fromCharCode(byte);
      if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, '0')}`;
      else if (byte === comma) text += '\\\\,';
      else if (byte === backslash) text += '\\\\\\\\';
      else text += character === '"' ? '\\"' : character;
    }
    names.push(text);
  }
  return `"${names.join(',')}"`;
}

function formatAddresses(value: Uint8Array, size: number): string {
  const format = size === 4 ? formatIpv4 : formatIpv6;
  return Array.from({ length: value.length / size }, (_, index) =>
    format(value.subarray(index * size, (index + 1) * size)),
  ).join(',');
}

/** One parameter as text. */
export function formatParameter(key: number, value: Uint8Array): string {
  const name = keyName(key);
  if (value.length === 0) return name;
  const form = key > lastPrintedKey ? 'text' : known.find((parameter) => parameter.key === key)?.form;
  switch (form) {
    case 'keys':
      return `${name}=${Array.from({ length: value.length / 2 }, (_, index) =>
        keyName(((value[2 * index] ?? 0) << 8) | (value[2 * index + 1] ?? 0)),
      ).join(',')}`;
    case 'alpn':
      return `${name}=${formatAlpn(value)}`;
    case 'port':
      return `${name}=${((value[0] ?? 0) << 8) | (value[1] ?? 0)}`;
    case 'ipv4':
      return `${name}=${formatAddresses(value, 4)}`;
    case 'ipv6':
      return `${name}=${formatAddresses(value, 16)}`;
    case 'base64':
      return `${name}=${Buffer.from(value).toString('base64')}`;
    default:
      return `${name}=${quoteBytes(value)}`;
  }
}
