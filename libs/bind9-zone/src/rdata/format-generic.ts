import { formatHex, splitWords } from './fields/hex.ts';

/** The form `\# LENGTH HEX` (RFC 3597 section 5). */
export function formatGenericRdata(wire: Uint8Array): string {
  if (wire.length === 0) return '\\# 0';
  return `\\# ${wire.length} ${splitWords(formatHex(wire), 56)}`;
}
