/**
 * Reads a `Retry-After` header (RFC 9110 §10.2.3): seconds, or a date.
 *
 * @returns milliseconds from `now`, 0 for a moment that has passed, `undefined` when there is none or it is unreadable
 */
export function parseRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
