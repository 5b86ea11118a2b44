import { resolvePlain } from '../reader/plain-scalar.ts';

/** Text that reads back as itself without quotes, in block style: no indicator first, no ": ", no " #". */
const PLAIN = /^[\p{L}\p{N}_./$(^+](?:[\p{L}\p{N}_./$()^~+@=;,<>?!&*%|'"`#[\]{}\\-]|:(?=\S)| (?=[^\s#]))*$/u;

const NEEDS_ESCAPE = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufeff\\ufffe\\uffff]',
);

/** Writes text on one line: plain where that is safe, else in single quotes, else escaped in double quotes. */
export function formatText(text: string): string {
  if (PLAIN.test(text) && !text.startsWith('...') && resolvePlain(text) === text) return text;
  if (text.includes('\n') || NEEDS_ESCAPE.test(text)) return escapeText(text);
  if (text.includes("'") && !/["\\]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "''")}'`;
}

/** JSON's escapes are a part of YAML's; what JSON leaves alone and YAML does not is escaped as well. */
function escapeText(text: string): string {
  const rest = new RegExp('[\\u007f-\\u009f\\u2028\\u2029\\ufeff\\ufffe\\uffff]', 'g');
  return JSON.stringify(text).replace(
    rest,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether text can stand as a block of lines after `|` or `|-`, and reads back the same whatever follows it. */
export function fitsBlock(text: string): boolean {
  if (!text.includes('\n') || text.endsWith('\n\n') || NEEDS_ESCAPE.test(text)) return false;
  // A first line that is empty or starts with a space would need an indentation indicator.
  return /^\S/.test(text) && !/^\s+$/m.test(text.replaceAll(/\n+/g, '\n'));
}

/** Writes a number as go-yaml reads it back. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}
