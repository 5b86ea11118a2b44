import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { Lexer } from '../../lexing/lexer.ts';
import type { RdataField } from '../field.ts';
import { formatGenericRdata } from '../format-generic.ts';
import { expectNumber, expectWord, takeWord, tokenText, wrongToken } from '../tokens.ts';

const equator = 0x80000000;
const baseAltitudeCm = 10_000_000;
const degreeMs = 3_600_000;
const defaultSize = 0x12;
const defaultHorizontal = 0x16;
const defaultVertical = 0x13;

/** Reads `degrees [minutes [seconds]] direction` and returns thousandths of a second from the equator or Greenwich. */
function readAngle(lexer: Lexer, what: string, maxDegrees: number, plus: string, minus: string): number {
  const degrees = expectNumber(lexer, `the degrees of the ${what}`, maxDegrees);
  let offsetMs = 0;
  for (const unitMs of [60_000, 1000]) {
    expectWord(lexer, `the direction of the ${what}`);
    const text = tokenText(lexer);
    const direction = text.toUpperCase();
    if (direction === plus || direction === minus) {
      return sign(direction === plus, degrees * degreeMs + offsetMs);
    }
    const form = unitMs === 1000 ? /^(0*[0-5]?\d|(?=\.\d))(?:\.(\d{0,3}))?$/ : /^(0*[0-5]?\d)()$/;
    const parts = form.exec(text);
    if (parts === null) throw wrongToken(lexer, `minutes, seconds or a direction of the ${what}`);
    offsetMs += Number(parts[1]) * unitMs + Number((parts[2] ?? '').padEnd(3, '0'));
    if (degrees === maxDegrees && offsetMs !== 0) throw wrongToken(lexer, `at most ${maxDegrees} degrees`);
  }
  expectWord(lexer, `the direction of the ${what}`);
  const direction = tokenText(lexer).toUpperCase();
  if (direction !== plus && direction !== minus) throw wrongToken(lexer, `${plus} or ${minus}`);
  return sign(direction === plus, degrees * degreeMs + offsetMs);
}

function sign(isPlus: boolean, value: number): number {
  return isPlus ? equator + value : equator - value;
}

/** Reads a length in metres with up to two decimals and returns centimetres. */
function readMetres(lexer: Lexer, what: string): number {
  const parts = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d{0,2}))?m?$/.exec(tokenText(lexer));
  if (parts === null) throw wrongToken(lexer, `${what} in metres`);
  const centimetres = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] === '-' ? -centimetres : centimetres;
}

/** Reads a size as one digit and a power of ten of centimetres (RFC 1876 section 2). */
function readSize(lexer: Lexer, what: string): number {
  const centimetres = readMetres(lexer, what);
  if (centimetres < 0 || centimetres > 9_000_000_099) throw wrongToken(lexer, `${what} from 0 to 90000000m`);
  let exponent = 0;
  let mantissa = centimetres;
  while (mantissa > 9) {
    mantissa = Math.floor(mantissa / 10);
    exponent += 1;
  }
  return (mantissa << 4) | exponent;
}

function formatSize(size: number): string {
  const exponent = size & 0x0f;
  const mantissa = size >> 4;
  if (exponent > 1) return `${mantissa * 10 ** (exponent - 2)}m`;
  return `0.${String(mantissa * 10 ** exponent).padStart(2, '0')}m`;
}

function formatAngle(value: number, plus: string, minus: string): string {
  const ms = Math.abs(value - equator);
  const seconds = Math.floor(ms / 1000);
  const fraction = String(ms % 1000).padStart(3, '0');
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, `${seconds % 60}.${fraction}`];
  return `${parts.join(' ')} ${value >= equator ? plus : minus}`;
}

function isWrongSize(size: number): boolean {
  return size !== 0 && ((size & 0x0f) > 9 || size >> 4 > 9 || size >> 4 === 0);
}

/** LOC: where something is (RFC 1876). Sizes left out are 1m, 10000m and 10m. */
export const location: RdataField = {
  parse: (lexer, out) => {
    const latitude = readAngle(lexer, 'latitude', 90, 'N', 'S');
    const longitude = readAngle(lexer, 'longitude', 180, 'E', 'W');
    expectWord(lexer, 'the altitude');
    const altitude = readMetres(lexer, 'the altitude') + baseAltitudeCm;
    if (altitude < 0 || altitude > 0xffffffff)
      throw wrongToken(lexer, 'an altitude from -100000m to 42849672.95m');
    const sizes = [defaultSize, defaultHorizontal, defaultVertical];
    for (let index = 0; index < sizes.length && takeWord(lexer); index += 1) {
      sizes[index] = readSize(lexer, 'a size or precision');
    }
    out.uint8(0);
    for (const size of sizes) out.uint8(size);
    out.uint32(latitude);
    out.uint32(longitude);
    out.uint32(altitude);
  },
  copy: (from, out) => {
    const version = from.uint8();
    out.uint8(version);
    if (version !== 0) {
      from.copy(from.remaining, out);
      return;
    }
    const start = out.length;
    from.copy(15, out);
    const { bytes } = out;
    const view = new DataView(bytes.buffer, start, 15);
    for (let index = 0; index < 3; index += 1) {
      if (isWrongSize(view.getUint8(index))) throw new ZoneSyntaxError('a wrong size in the location');
    }
    if (Math.abs(view.getUint32(3) - equator) > 90 * degreeMs)
      throw new ZoneSyntaxError('a latitude above 90');
    if (Math.abs(view.getUint32(7) - equator) > 180 * degreeMs)
      throw new ZoneSyntaxError('a longitude above 180');
  },
  format: (from) => {
    const version = from.uint8();
    if (version !== 0) {
      from.at -= 1;
      return formatGenericRdata(from.take(from.remaining));
    }
    const sizes = [from.uint8(), from.uint8(), from.uint8()].map(formatSize).join(' ');
    const latitude = formatAngle(from.uint32(), 'N', 'S');
    const longitude = formatAngle(from.uint32(), 'E', 'W');
    const altitude = from.uint32() - baseAltitudeCm;
    const metres = `${Math.floor(Math.abs(altitude) / 100)}.${String(Math.abs(altitude) % 100).padStart(2, '0')}m`;
    return `${latitude} ${longitude} ${altitude < 0 ? '-' : ''}${metres} ${sizes}`;
  },
};
