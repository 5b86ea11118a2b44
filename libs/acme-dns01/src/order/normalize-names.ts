import { domainToASCII } from 'node:url';
import { InvalidRequestError } from '../errors.ts';

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function normalizeName(name: string): string {
  const isWildcard = name.startsWith('*.');
  const ascii = domainToASCII((isWildcard ? name.slice(2) : name).replace(/\.$/, ''));
  const labels = ascii.split('.');
  const isHostName = labels.length > 1 && ascii.length <= 253 && labels.every((part) => label.test(part));
  if (!isHostName || /^\d+$/.test(labels.at(-1) ?? ''))
    throw new InvalidRequestError(
      `'${name}' is no name a certificate can be had for: a host name of two labels or more, or '*.' before one`,
    );
  return isWildcard ? `*.${ascii}` : ascii;
}

/**
 * Names as a CA wants them: lower case, international ones in their ASCII form, each once, in the given order.
 *
 * @throws InvalidRequestError for none, and for what is no DNS name
 */
export function normalizeNames(names: readonly string[]): string[] {
  if (names.length === 0) throw new InvalidRequestError('a certificate needs at least one name');
  return [...new Set(names.map(normalizeName))];
}
