import { lowerCase } from '../../lexing/characters.ts';
import { isInZone } from '../../names/is-in-zone.ts';
import { formatLabel } from '../../names/format-label.ts';
import { writeName } from '../../names/write-name.ts';
import type { RdataContext, RdataField } from '../field.ts';
import { expectWord } from '../tokens.ts';
import type { Lexer } from '../../lexing/lexer.ts';
import type { WireWriter } from '../wire-writer.ts';

const maxRdataBytes = 65535;
const maxNameBytes = 255;
const overflow = new Uint8Array(maxNameBytes + 1);

/** Writes the token just read as a name. */
export function writeTokenName(lexer: Lexer, out: WireWriter, context: RdataContext): void {
  const at = out.length;
  const { bytes, start, stop } = lexer;
  if (at + maxNameBytes < maxRdataBytes) {
    out.length = at + writeName(bytes, start, stop, context.origin, out.bytes, at);
    return;
  }
  const length = writeName(bytes, start, stop, context.origin, overflow, 0);
  out.append(overflow, 0, length);
}

/** An uncompressed wire name as absolute text. */
export function formatWireName(wire: Uint8Array): string {
  if (wire[0] === 0) return '.';
  let text = '';
  for (let at = 0; (wire[at] ?? 0) !== 0; at += 1 + (wire[at] ?? 0)) {
    text += `${formatLabel(wire, at + 1, at + 1 + (wire[at] ?? 0))}.`;
  }
  return text;
}

/** A wire name as text relative to `origin` where it lies at or below it, else absolute. */
export function formatRelativeName(wire: Uint8Array, origin: Uint8Array | undefined): string {
  if (origin === undefined || origin.length === 1 || !isInZone(wire, wire.length, origin)) {
    return formatWireName(wire);
  }
  if (wire.length === origin.length) return '@';
  return formatWireName(Uint8Array.of(...wire.subarray(0, wire.length - origin.length), 0)).slice(0, -1);
}

/** A wire name with its ASCII letters in lower case, in place. */
export function foldName(wire: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += 1) wire[at] = lowerCase[wire[at] ?? 0] ?? 0;
}

/** Options of a name in RDATA. */
interface DomainNameOptions {
  /** Whether messages may compress it (RFC 3597 section 4: only in the types of RFC 1035, and a few others). */
  isCompressible?: boolean;
  isCaseless?: boolean;
}

/** A domain name. */
export function domainName(what: string, options: DomainNameOptions = {}): RdataField {
  const { isCompressible = true, isCaseless = true } = options;
  return {
    parse: (lexer, out, context) => {
      expectWord(lexer, what);
      writeTokenName(lexer, out, context);
    },
    copy: (from, out, mayCompress) => {
      const name = from.name(mayCompress && isCompressible);
      out.append(name, 0, name.length);
    },
    format: (from, origin) => formatRelativeName(from.name(), origin),
    isCompressible,
    ...(isCaseless ? { fold: foldName } : { foldNames: foldName }),
  };
}
