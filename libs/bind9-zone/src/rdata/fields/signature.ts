import { ZoneSyntaxError } from '../../lexing/errors.ts';
import type { RdataField } from '../field.ts';
import { expectWord, tokenText, wrongToken } from '../tokens.ts';
import type { WireWriter } from '../wire-writer.ts';
import { domainName } from './domain-name.ts';

/** Seconds since 1970 of `YYYYMMDDHHMMSS`, or undefined when it is none (RFC 4034 section 3.2). */
function parseDate(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

const wrap = 0x1_0000_0000;

/** A time as 14 digits: of those that 32 bits may mean, the one nearest to now (RFC 4034 section 3.1.5). */
export function formatDate(seconds: number, nowSeconds: number = Date.now() / 1000): string {
  const nearest = seconds - wrap * Math.round((seconds - nowSeconds) / wrap);
  return new Date(nearest * 1000).toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

/** A time of a signature: `YYYYMMDDHHMMSS`, or for RRSIG seconds since 1970 in up to ten digits. */
export function signatureTime(what: string, maySeconds: boolean): RdataField {
  return {
    parse: (lexer, out) => {
      expectWord(lexer, what);
      const text = tokenText(lexer);
      const seconds = maySeconds && /^\d{1,10}$/.test(text) ? Number(text) : parseDate(text);
      if (seconds === undefined || (text.length <= 10 && seconds > 0xffffffff)) {
        throw wrongToken(lexer, `${what} as YYYYMMDDHHMMSS`);
      }
      out.uint32(seconds % 0x100000000);
    },
    copy: (from, out) => out.uint32(from.uint32()),
    format: (from) => formatDate(from.uint32()),
  };
}

const labelsAt = 3;
const signedName = domainName('the signer', { isCompressible: false });

/** A record's name lies within the signer's zone, so it has no fewer labels (RFC 4034 section 3.1.3). */
function checkLabels(out: WireWriter, nameAt: number): void {
  let labels = 0;
  for (let at = nameAt; (out.bytes[at] ?? 0) !== 0; at += 1 + (out.bytes[at] ?? 0)) labels += 1;
  if (labels > (out.bytes[labelsAt] ?? 0))
    throw new ZoneSyntaxError('a signer with more labels than what is signed');
}

/** The signer of an RRSIG. */
export const signer: RdataField = {
  ...signedName,
  parse: (lexer, out, context) => {
    const at = out.length;
    signedName.parse(lexer, out, context);
    checkLabels(out, at);
  },
  copy: (from, out, mayCompress) => {
    const at = out.length;
    signedName.copy(from, out, mayCompress);
    checkLabels(out, at);
  },
};
