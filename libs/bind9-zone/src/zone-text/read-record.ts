import { ZoneSyntaxError } from '../lexing/errors.ts';
import { endOfInput, leadingSpace, type Lexer, word } from '../lexing/lexer.ts';
import { parseTtl } from '../lexing/parse-ttl.ts';
import { colon, dot, isDigit } from '../lexing/characters.ts';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { readIpv4, readIpv6 } from '../rdata/fields/addresses.ts';
import { readRdata } from '../rdata/parse-rdata.ts';
import type { RecordType } from '../rdata/record-types.ts';
import { expectWord } from '../rdata/tokens.ts';
import { isMetaType } from '../rdata/type-codes.ts';
import { className, typeName } from '../rdata/type-names.ts';
import { EntryError, LimitError } from './entry-error.ts';
import { type ParserState, warn } from './parser-state.ts';
import { isAtTop, readOwner } from './read-owner.ts';
import { classCode, typeCode } from './token-codes.ts';

const maxTtl = 0x7fffffff;
const ns = 2;
const soa = 6;
const mx = 15;

/** TTL, class and type of a record, as its entry gives them; `ttl` is -1 and `class` -1 when they are left out. */
const head = { ttl: -1, class: -1, type: 0 };

/** A TTL above 2^31 - 1 counts as 0 (RFC 2181 section 8). */
export function limitTtl(state: ParserState, ttl: number): number {
  if (ttl <= maxTtl) return ttl;
  warn(state, 'ttl-too-large', `the TTL ${ttl} exceeds ${maxTtl} and counts as 0`);
  return 0;
}

/** Reads `[TTL] [class] type` or `[class] [TTL] type`, from the token just read on. */
function readHead(state: ParserState, lexer: Lexer): void {
  const { bytes } = lexer;
  head.class = classCode(bytes, lexer.start, lexer.stop);
  if (head.class >= 0) expectWord(lexer, 'the type of the record');
  head.ttl = -1;
  if (isDigit(bytes[lexer.start] ?? 0)) {
    const ttl = parseTtl(bytes, lexer.start, lexer.stop);
    if (ttl >= 0) {
      head.ttl = limitTtl(state, ttl);
      expectWord(lexer, 'the type of the record');
    }
  }
  if (head.class < 0) {
    head.class = classCode(bytes, lexer.start, lexer.stop);
    if (head.class >= 0) expectWord(lexer, 'the type of the record');
  }
  head.type = typeCode(bytes, lexer.start, lexer.stop);
  if (head.type < 0) {
    throw new EntryError('unknown-type', `an unknown record type "${lexer.tokenText()}"`);
  }
}

/** Refuses types that no zone file may hold, and the wrong class. */
export function refuseHead(state: ParserState, type: number, recordClass: number): void {
  if (recordClass >= 0 && recordClass !== state.zoneClass) {
    throw new EntryError(
      'wrong-class',
      `a record of class ${className(recordClass)} in a zone of class ${className(state.zoneClass)}`,
    );
  }
  if (type === 3 || type === 4) {
    throw new EntryError('obsolete-type', `${typeName(type)} records are obsolete: use MX (RFC 1123)`);
  }
  if (isMetaType(type)) {
    throw new EntryError('meta-type', `${typeName(type)} is for messages only and cannot be in a zone`);
  }
}

/** The TTL of the record just read. */
function effectiveTtl(state: ParserState, type: number): number {
  if (head.ttl >= 0) return head.ttl;
  if (state.defaultTtl !== undefined) return state.defaultTtl;
  if (state.lastTtl !== undefined) {
    if (!state.said.has('ttl-inherited')) {
      state.said.add('ttl-inherited');
      warn(state, 'ttl-inherited', 'no TTL here and no $TTL before: that of the record before is taken');
    }
    return state.lastTtl;
  }
  if (type !== soa) {
    throw new EntryError('no-ttl', 'no TTL: write one, or a $TTL line at the top of the file');
  }
  const { bytes, length } = state.out;
  const minimum = new DataView(bytes.buffer, length - 4, 4).getUint32(0);
  warn(state, 'ttl-from-soa', 'no $TTL: the last number of the SOA is taken as the TTL');
  state.defaultTtl = limitTtl(state, minimum);
  return state.defaultTtl;
}

/** Refuses records in the wrong place: an SOA below the top of the zone, a DS at it. */
function refusePlace(state: ParserState, type: number, known: RecordType | undefined): void {
  if (type === soa && !isAtTop(state)) {
    const name = formatWireName(state.scope.owner.subarray(0, state.scope.ownerLength));
    throw new EntryError('soa-not-at-top', `an SOA record at ${name}, which is not the top of the zone`);
  }
  if (known?.isAtParent === true && isAtTop(state)) {
    throw new EntryError(
      'at-top',
      `a ${known.mnemonic} record at the top of the zone: it belongs to the parent`,
    );
  }
}

const address = new Uint8Array(16);

/** Warns when the name just read, as it was written, is an address: a mistake people make with NS and MX. */
function warnOfAddress(state: ParserState, type: number): void {
  const { lexer } = state.scope;
  const { bytes, start } = lexer;
  const stop = lexer.stop - start > 1 && bytes[lexer.stop - 1] === dot ? lexer.stop - 1 : lexer.stop;
  const first = bytes[start] ?? 0;
  const isHexDigit = isDigit(first) || first === colon || ((first | 0x20) >= 0x61 && (first | 0x20) <= 0x66);
  if (!isHexDigit) return;
  if (!readIpv4(bytes, start, stop, address, 0) && !readIpv6(bytes, start, stop, address, 0)) return;
  const code = type === ns ? 'ns-is-address' : 'mx-is-address';
  warn(state, code, `${lexer.tokenText()} is an address; ${typeName(type)} records hold names`);
}

/** Reads one record, whose first token is just read. Returns false at the end of the text. */
export function readRecord(state: ParserState): boolean {
  const { scope } = state;
  const { lexer } = scope;
  if (lexer.kind === leadingSpace) {
    const kind = lexer.next(false);
    if (kind !== word) return kind !== endOfInput;
    if (scope.ownerLength === 0) throw new EntryError('no-owner', 'a record without a name before it');
    if (scope.isOriginNew) {
      const name = formatWireName(scope.owner.subarray(0, scope.ownerLength));
      warn(state, 'inherited-owner', `the record takes its name, ${name}, from before the $ORIGIN line`);
    }
  } else {
    readOwner(state);
    if (lexer.next(false) !== word) throw new ZoneSyntaxError('a name without a record');
  }
  readHead(state, lexer);
  const { type } = head;
  refuseHead(state, type, head.class);
  const known = state.types.get(type);
  readRdata(known, lexer, state.out, scope);
  scope.isOriginNew = false;
  if (scope.ownerId < 0) {
    if (head.ttl >= 0) state.lastTtl = head.ttl;
    return true;
  }
  if (type === soa || known?.isAtParent === true) refusePlace(state, type, known);
  if (type === ns || type === mx) warnOfAddress(state, type);
  const ttl = effectiveTtl(state, type);
  state.lastTtl = ttl;
  addRecord(state, scope.ownerId, type, ttl);
  return true;
}

/** Hands the record in `state.out` over. */
export function addRecord(state: ParserState, owner: number, type: number, ttl: number): void {
  state.recordCount += 1;
  if (state.recordCount > state.limits.maxRecords) {
    throw new LimitError(`more than ${state.limits.maxRecords} records`);
  }
  const { out, scope } = state;
  if (ttl > state.maxTtl) {
    throw new EntryError('ttl-above-max', `the TTL ${ttl} exceeds ${state.maxTtl}, the most that is allowed`);
  }
  state.sink.addRecord(owner, type, ttl, out.bytes, out.length, scope.lexer.firstLine, scope.file);
}
