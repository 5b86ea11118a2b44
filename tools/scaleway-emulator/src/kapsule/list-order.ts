export const listOrders = [
  'created_at_asc',
  'created_at_desc',
  'updated_at_asc',
  'updated_at_desc',
  'name_asc',
  'name_desc',
  'status_asc',
  'status_desc',
  'version_asc',
  'version_desc',
] as const;

interface Listed {
  name: string;
  status: string;
  version?: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Sorts what is in order of creation, which is the default that @scaleway/sdk-k8s 1.8.0 documents. */
export function inListOrder<Item extends Listed>(
  items: readonly Item[],
  order: (typeof listOrders)[number] = 'created_at_asc',
): Item[] {
  const key = (item: Item): string => {
    if (order.startsWith('created_at')) return item.createdAt.toISOString();
    if (order.startsWith('updated_at')) return item.updatedAt.toISOString();
    if (order.startsWith('name')) return item.name;
    return order.startsWith('status') ? item.status : (item.version ?? '');
  };
  const sorted = items.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  return order.endsWith('_desc') ? sorted.reverse() : sorted;
}

/** `unknown` is what clients send who want every status [pool-basic#8]. */
export const hasStatus = (item: { status: string }, wanted: string | undefined): boolean =>
  wanted === undefined || wanted === 'unknown' || item.status === wanted;
