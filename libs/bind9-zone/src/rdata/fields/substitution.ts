import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectString } from '../tokens.ts';
import { quoteBytes, writeTokenString } from './character-string.ts';
import { countGroups } from './extended-regexp.ts';

/** Whether a text is empty or a substitution as `!expression!replacement!i` (RFC 3402 section 3.2). */
function isSubstitution(text: string): boolean {
  if (text === '') return true;
  const delimiter = text.charAt(0);
  if (/[0-9\\i\0]/.test(delimiter) || text.includes('\0')) return false;
  const parts = [''];
  let highestReference = 0;
  for (let at = 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    const part = parts.length - 1;
    if (character === delimiter) {
      if (part === 2) return false;
      parts.push('');
    } else if (part === 2) {
      if (character !== 'i') return false;
    } else if (character === '\\') {
      at += 1;
      const escaped = text.charAt(at);
      if (escaped === '' || (part === 1 && escaped === '0')) return false;
      if (part === 0) parts[0] = `${parts[0] ?? ''}\\${escaped}`;
      else if (/\d/.test(escaped)) highestReference = Math.max(highestReference, Number(escaped));
    } else if (part === 0) parts[0] = (parts[0] ?? '') + character;
  }
  if (parts.length !== 3) return false;
  const groups = countGroups(parts[0] ?? '');
  return groups !== undefined && highestReference <= groups;
}

function check(bytes: Uint8Array): void {
  if (isSubstitution(Buffer.from(bytes).toString('latin1'))) return;
  throw new ZoneSyntaxError(
    `${quoteBytes(bytes)} is no substitution: write it as "!expression!replacement!"`,
  );
}

/** NAPTR's regular expression with its replacement, checked (RFC 3403 section 4.1). */
export const substitution: RdataField = {
  parse: (lexer, out) => {
    expectString(lexer, 'the substitution');
    const at = out.length;
    writeTokenString(lexer, out);
    check(out.bytes.subarray(at + 1, out.length));
  },
  copy: (from, out) => {
    const bytes = from.take(from.uint8());
    check(bytes);
    out.uint8(bytes.length);
    out.append(bytes, 0, bytes.length);
  },
  format: (from) => quoteBytes(from.take(from.uint8())),
};
