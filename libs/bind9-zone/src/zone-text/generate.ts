import { Lexer } from '../lexing/lexer.ts';
import { isDigit } from '../lexing/characters.ts';
import { parseTtl } from '../lexing/parse-ttl.ts';
import { isInZone } from '../names/is-in-zone.ts';
import { writeName } from '../names/write-name.ts';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { readRdata } from '../rdata/parse-rdata.ts';
import { expectString, expectWord, tokenText, wrongToken } from '../rdata/tokens.ts';
import { expectLineEnd } from './expect-line-end.ts';
import { EntryError, LimitError } from './entry-error.ts';
import { fillTemplate, type GenerateTemplate, parseTemplate } from './generate-template.ts';
import { type ParserState, warn } from './parser-state.ts';
import { resumeOwner } from './read-owner.ts';
import { addRecord, limitTtl, refuseHead } from './read-record.ts';
import { classCode, typeCode } from './token-codes.ts';

const maxInt = 0x7fffffff;

/** A `$GENERATE` line. */
interface Generation {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly owner: GenerateTemplate;
  readonly ttl: number;
  readonly type: number;
  readonly data: GenerateTemplate;
}

function readRange(lexer: Lexer): { start: number; stop: number; step: number } {
  expectWord(lexer, 'the range');
  const parts = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(tokenText(lexer));
  const start = Number(parts?.[1] ?? -1);
  const stop = Number(parts?.[2] ?? -1);
  const step = Number(parts?.[3] ?? 1);
  if (parts === null || stop < start || stop > maxInt || step < 1 || step > maxInt) {
    throw wrongToken(lexer, 'a range as 1-10 or 0-100/2');
  }
  return { start, stop, step };
}

/** The TTL of the line, or the one that records without a TTL take. */
function generatedTtl(state: ParserState, written: number): number {
  const ttl = written >= 0 ? written : (state.defaultTtl ?? state.lastTtl);
  if (ttl === undefined)
    throw new EntryError('no-ttl', 'no TTL: write one, or a $TTL line at the top of the file');
  return ttl;
}

function readGeneration(state: ParserState): Generation {
  const { lexer } = state.scope;
  const { bytes } = lexer;
  const range = readRange(lexer);
  expectWord(lexer, 'the owner');
  const owner = parseTemplate(tokenText(lexer));
  expectWord(lexer, 'the type');
  let recordClass = classCode(bytes, lexer.start, lexer.stop);
  if (recordClass >= 0) expectWord(lexer, 'the type');
  let written = -1;
  if (isDigit(bytes[lexer.start] ?? 0)) written = parseTtl(bytes, lexer.start, lexer.stop);
  if (written >= 0) {
    written = limitTtl(state, written);
    expectWord(lexer, 'the type');
  }
  if (recordClass < 0) {
    recordClass = classCode(bytes, lexer.start, lexer.stop);
    if (recordClass >= 0) expectWord(lexer, 'the type');
  }
  const type = typeCode(bytes, lexer.start, lexer.stop);
  if (type < 0) throw new EntryError('unknown-type', `an unknown record type "${lexer.tokenText()}"`);
  refuseHead(state, type, recordClass);
  expectString(lexer, 'the data');
  const data = parseTemplate(tokenText(lexer));
  expectLineEnd(lexer);
  return { ...range, owner, ttl: generatedTtl(state, written), type, data };
}

/** Carries out `$GENERATE start-stop[/step] owner [TTL] [class] type data`. */
export function generate(state: ParserState): void {
  const { scope, zone, out, limits } = state;
  const generation = readGeneration(state);
  const { start, stop, step, type, ttl } = generation;
  const count = Math.floor((stop - start) / step) + 1;
  state.generatedCount += count;
  if (state.generatedCount > limits.maxGenerated) {
    throw new LimitError(
      `$GENERATE would make ${state.generatedCount} records; the limit is ${limits.maxGenerated}`,
    );
  }
  state.lastTtl = ttl;
  const known = state.types.get(type);
  const name = new Uint8Array(256);
  for (let number = start; number <= stop; number += step) {
    const owner = Buffer.from(fillTemplate(generation.owner, number), 'latin1');
    const length = writeName(owner, 0, owner.length, scope.origin, name, 0);
    if (!isInZone(name, length, zone)) {
      warn(
        state,
        'out-of-zone',
        `${formatWireName(name.subarray(0, length))} is not in the zone; it is ignored`,
      );
      continue;
    }
    const data = Buffer.from(fillTemplate(generation.data, number), 'latin1');
    readRdata(known, Lexer.of(data), out, scope);
    state.sink.startRun();
    addRecord(state, state.sink.internName(name, length), type, ttl);
  }
  resumeOwner(state);
}
