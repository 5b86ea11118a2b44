/**
 * What an unquoted scalar means to Drone. Its YAML reader is a fork of go-yaml 2, which follows YAML 1.1 with its own
 * exceptions: no base-60 numbers, dates stay text, `017` and `0o17` are fifteen.
 */
export type PlainValue = string | number | boolean | null;

const WORDS: ReadonlyMap<string, PlainValue> = new Map<string, PlainValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const OCTAL = /^([-+]?)0[oO]?([0-7]+)$/;
const HEXADECIMAL = /^([-+]?)0[xX]([0-9a-fA-F]+)$/;
const BINARY = /^([-+]?)0[bB]([01]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Resolves an unquoted scalar as Drone does. */
export function resolvePlain(text: string): PlainValue {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!isNumeric) return text;
  // go-yaml looks past underscores, but not in what starts with a point.
  const digits = first === 46 ? text : text.replaceAll('_', '');
  if (DECIMAL.test(digits)) return Number(digits) + 0;
  for (const [pattern, base] of [
    [OCTAL, 8],
    [HEXADECIMAL, 16],
    [BINARY, 2],
  ] as const) {
    const match = pattern.exec(digits);
    if (match) return (match[1] === '-' ? -1 : 1) * parseInt(match[2] ?? '', base);
  }
  if (FLOAT.test(digits)) return Number(digits);
  return text;
}

const SIZE = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i;

/**
 * Bytes in a size as Drone counts them: every unit is a power of 1024, with or without `i`.
 *
 * @returns undefined when Drone would refuse it
 */
export function parseByteSize(size: number | string): number | undefined {
  if (typeof size === 'number') return Number.isSafeInteger(size) ? size : undefined;
  const match = SIZE.exec(size);
  if (!match?.[1]) return undefined;
  const exponent = ' kmgtp'.indexOf((match[2] ?? '').toLowerCase() || ' ');
  return Math.trunc(Number(match[1]) * 1024 ** exponent);
}
