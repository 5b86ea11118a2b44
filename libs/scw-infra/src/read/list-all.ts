/** One page of a list of Scaleway's. */
export interface Page<T> {
  items: T[];
  /** All in all; Instance says it in a header, the others in the body. Absent: not said. */
  totalCount: number | undefined;
}

/** The page size asked for; every API used here allows 100. */
const pageSize = 100;

/**
 * Reads all pages. The SDK's own `.all()` takes the first page for everything when the total is missing.
 */
export async function listAll<T>(fetchPage: (page: number) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page += 1) {
    const { items, totalCount } = await fetchPage(page);
    all.push(...items);
    const isLast = totalCount === undefined ? items.length < pageSize : all.length >= totalCount;
    if (isLast || items.length === 0) return all;
  }
}
