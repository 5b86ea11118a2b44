import { ApiError } from './api-error.ts';

/** The names of the query that {@link steveCollection} reads. */
export const steveQuery: readonly string[] = ['limit', 'continue'];

/**
 * A list of Steve's. Recorded ones: rancher/rancher tests/v2/integration/steveapi (facts/k3s-rancher.md §6), where a page
 * that is not the last has `continue` and `pagination.next`.
 */
export function steveCollection(
  resourceType: string,
  items: readonly object[],
  request: { query: Record<string, string>; origin: string; url: string },
): object {
  const { limit: asked, continue: from = '0' } = request.query;
  const limit = asked === undefined ? items.length : Number(asked);
  const start = Number(from);
  // Assumption: a limit below 1, or a continue that was not given out, is refused with InvalidOption.
  if (!Number.isInteger(limit) || !Number.isInteger(start) || (asked !== undefined && limit < 1))
    throw new ApiError('InvalidOption', 'limit or continue is not understood');
  const data = items.slice(start, start + limit);
  const end = start + data.length;
  const self = new URL(request.url, request.origin);
  const next = new URL(self);
  next.searchParams.set('continue', String(end));
  // Assumption: a Steve list is on one page when no limit is named.
  const more = end < items.length ? { continue: String(end) } : {};
  return {
    type: 'collection',
    resourceType,
    links: { self: `${self.origin}${self.pathname}` },
    count: data.length,
    ...more,
    ...(end < items.length ? { pagination: { next: next.href, partial: true } } : {}),
    data,
  };
}
