import { ApiError } from './api-error.ts';

const defaultLimit = 100;
const maximumLimit = 1000;

/** The names of the query that {@link collection} reads. */
export const pageQuery: readonly string[] = ['limit', 'marker'];

interface Page {
  limit: number;
  /** The id of the first item of the page; undefined is the start. */
  marker: string | undefined;
}

export function readPage(query: Record<string, string>): Page {
  const limit = query['limit'] === undefined ? defaultLimit : Number(query['limit']);
  // Assumption: a limit that is no number from 1 to 1000 is refused with InvalidOption.
  if (!Number.isInteger(limit) || limit < 1 || limit > maximumLimit)
    throw new ApiError('InvalidOption', `limit ${query['limit'] ?? ''} is not between 1 and ${maximumLimit}`);
  return { limit, marker: query['marker'] };
}

/** A page of a norman list: facts/k3s-rancher.md §3, row "List". */
export function collection(
  resourceType: string,
  items: readonly { id: string }[],
  request: { query: Record<string, string>; origin: string; url: string },
): object {
  const { limit, marker } = readPage(request.query);
  const start = marker === undefined ? 0 : items.findIndex(({ id }) => id === marker);
  // Assumption: a marker that names no item is refused with InvalidOption.
  if (start < 0) throw new ApiError('InvalidOption', `marker ${marker ?? ''} names nothing`);
  const next = items[start + limit];
  return {
    type: 'collection',
    resourceType,
    links: { self: `${request.origin}${request.url}` },
    pagination: {
      limit,
      total: items.length,
      // Assumption: the next page of a norman list is asked for by `marker`, the id of its first item.
      ...(next === undefined ? {} : { partial: true, next: nextUrl(request, limit, next.id) }),
    },
    data: items.slice(start, start + limit),
  };
}

function nextUrl(request: { origin: string; url: string }, limit: number, marker: string): string {
  const url = new URL(request.url, request.origin);
  url.searchParams.set('limit', String(limit));
  url.searchParams.set('marker', marker);
  return url.href;
}
