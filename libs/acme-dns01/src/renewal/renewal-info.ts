/** When a CA wants a certificate to be renewed (RFC 9773 §4.2). */
export interface RenewalInfo {
  suggestedWindow: { start: Date; end: Date };
  /** A page for people that says why. */
  explanationUrl: string | undefined;
  /** When to ask again; between a minute and a day, as the RFC advises to bound it. */
  askAgainAfterMs: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** What is used when the CA does not say when to ask again (RFC 9773 §4.3.3). */
export const defaultAskAgainMs: number = 6 * 60 * minuteMs;

/**
 * @param retryAfterMs what the CA said in `Retry-After`
 * @returns what is wrong with the answer, when it is of no use
 */
export function readRenewalInfo(body: unknown, retryAfterMs: number | undefined): RenewalInfo | string {
  if (typeof body !== 'object' || body === null) return 'is not JSON';
  const { suggestedWindow, explanationURL } = body as Record<string, unknown>;
  if (typeof suggestedWindow !== 'object' || suggestedWindow === null) return 'has no suggestedWindow';
  const { start, end } = suggestedWindow as Record<string, unknown>;
  const [from, to] = [readTimestamp(start), readTimestamp(end)];
  if (from === undefined || to === undefined) return 'has a suggestedWindow without two timestamps';
  if (to <= from) return 'has a suggestedWindow that ends before it starts';
  return {
    suggestedWindow: { start: from, end: to },
    explanationUrl: typeof explanationURL === 'string' ? explanationURL : undefined,
    askAgainAfterMs: Math.min(Math.max(retryAfterMs ?? defaultAskAgainMs, minuteMs), dayMs),
  };
}

/** RFC 3339 only: `Date` alone would take a year, or a date in American order, too. */
function readTimestamp(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined;
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  const date = new Date(value.replace(' ', 'T').toUpperCase());
  return Number.isNaN(date.getTime()) ? undefined : date;
}
