import { paginate, type Page } from './pagination.ts';

/**
 * A page of the Instance API: the total is in the header `X-Total-Count`, the neighbours are in `Link`
 * (recorded: server-with-reserved-ip#3, page 3 of 3).
 *
 * @param path - below the zone, such as `/servers`
 */
export function instancePage<Item>(
  path: string,
  all: readonly Item[],
  query: { page?: string; per_page?: string } & Record<string, string | undefined>,
): { items: Item[]; headers: Record<string, string> } {
  const { page: pageNumber, per_page: perPage, ...filters } = query;
  const page = paginate(all, { page: pageNumber, size: perPage, sizeName: 'per_page', defaultSize: 50 });
  return {
    items: page.items,
    headers: { 'X-Total-Count': String(page.total), Link: links(path, page, filters) },
  };
}

function links(path: string, page: Page<unknown>, filters: Record<string, string | undefined>): string {
  // Assumption: a list on one page has a Link too, and its filters follow `per_page`.
  const rest = Object.entries(filters).map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const link = (number: number, rel: string): string =>
    `<${path}?page=${number}&per_page=${page.size}&${rest.join('&')}>; rel="${rel}"`;
  return [
    link(1, 'first'),
    ...(page.number > 1 ? [link(page.number - 1, 'previous')] : []),
    ...(page.number < page.last ? [link(page.number + 1, 'next')] : []),
    link(page.last, 'last'),
  ].join(',');
}
