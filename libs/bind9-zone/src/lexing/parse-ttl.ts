import { isDigit } from './characters.ts';

const maxTtl = 0xffffffff;

/** Seconds in the unit a letter stands for: w, d, h, m, s. */
function unitSeconds(letter: number): number {
  switch (letter | 0x20) {
    case 0x77:
      return 604800;
    case 0x64:
      return 86400;
    case 0x68:
      return 3600;
    case 0x6d:
      return 60;
    case 0x73:
      return 1;
    default:
      return 0;
  }
}

/**
 * The TTL in `bytes[start, stop)` in seconds: a decimal number, or numbers with the units w, d, h, m, s in any order
 * (BIND's form). -1 when it is none, or above 32 bits.
 */
export function parseTtl(bytes: Uint8Array, start: number, stop: number): number {
  let total = 0;
  let value = 0;
  let at = start;
  while (at < stop) {
    const digitsAt = at;
    value = 0;
    for (; at < stop && isDigit(bytes[at] ?? 0); at += 1) {
      value = value * 10 + (bytes[at] ?? 0) - 0x30;
      if (value > maxTtl) return -1;
    }
    if (at === digitsAt) return -1;
    if (at === stop) return digitsAt === start ? value : -1;
    const unit = unitSeconds(bytes[at] ?? 0);
    if (unit === 0) return -1;
    at += 1;
    total += value * unit;
    if (total > maxTtl) return -1;
  }
  return at === start ? -1 : total;
}
