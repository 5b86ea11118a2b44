import { ZoneSyntaxError } from '../../lexing/errors.ts';
import { word } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { expectNumber, expectString } from '../tokens.ts';
import type { WireReader } from '../wire-reader.ts';
import type { WireWriter } from '../wire-writer.ts';
import { formatWireName, writeTokenName } from './domain-name.ts';
import { checkParameter, formatParameter, parseParameter } from './service-parameter.ts';

/** Keys with a meaning for the others (RFC 9460 sections 7.1.1 and 8). */
const mandatory = 0;
const alpn = 1;
const noDefaultAlpn = 2;

/** One parameter in wire form. */
interface Parameter {
  readonly key: number;
  readonly value: Uint8Array;
}

/** Checks parameters that are in order of their keys: each once, those called mandatory there, each well formed. */
function checkParameters(parameters: readonly Parameter[]): void {
  const keys = new Set<number>();
  for (const { key, value } of parameters) {
    if (keys.has(key)) throw new ZoneSyntaxError(`the parameter ${key} is given twice`);
    keys.add(key);
    checkParameter(key, value);
  }
  if (keys.has(noDefaultAlpn) && !keys.has(alpn)) throw new ZoneSyntaxError('no-default-alpn without alpn');
  const first = parameters[0];
  if (first?.key !== mandatory) return;
  for (let at = 0; at < first.value.length; at += 2) {
    const key = ((first.value[at] ?? 0) << 8) | (first.value[at + 1] ?? 0);
    if (key === mandatory || !keys.has(key)) {
      throw new ZoneSyntaxError(`the parameter ${key} is mandatory but not given`);
    }
  }
}

function writeParameters(parameters: readonly Parameter[], out: WireWriter): void {
  for (const { key, value } of parameters) {
    out.uint16(key);
    out.uint16(value.length);
    out.append(value, 0, value.length);
  }
}

function readParameters(from: WireReader): Parameter[] {
  const parameters: Parameter[] = [];
  let lastKey = -1;
  while (from.remaining > 0) {
    const key = from.uint16();
    if (key <= lastKey) throw new ZoneSyntaxError('parameters out of order');
    lastKey = key;
    parameters.push({ key, value: from.take(from.uint16()) });
  }
  return parameters;
}

/** SVCB and HTTPS: priority, target and parameters, also where the priority is 0 and they mean nothing (RFC 9460). */
export const serviceBinding: RdataField = {
  parse: (lexer, out, context) => {
    out.uint16(expectNumber(lexer, 'the priority', 0xffff));
    expectString(lexer, 'the target');
    writeTokenName(lexer, out, context);
    const parameters: Parameter[] = [];
    while (lexer.nextPair() === word) {
      const { bytes, start, valueStart, stop } = lexer;
      parameters.push(parseParameter(bytes, start, valueStart, stop));
    }
    lexer.pushBack();
    parameters.sort((one, other) => one.key - other.key);
    checkParameters(parameters);
    writeParameters(parameters, out);
  },
  copy: (from, out) => {
    out.uint16(from.uint16());
    const target = from.name();
    out.append(target, 0, target.length);
    const parameters = readParameters(from);
    checkParameters(parameters);
    writeParameters(parameters, out);
  },
  format: (from) => {
    const priority = from.uint16();
    const target = formatWireName(from.name());
    const parameters = readParameters(from).map(({ key, value }) => formatParameter(key, value));
    return [priority, target, ...parameters].join(' ');
  },
};
