export const creationOrders = ['created_at_asc', 'created_at_desc', 'name_asc', 'name_desc'] as const;

/** Sorts what is in order of creation; creation ascending is the default that @scaleway/sdk-vpc 1.4.0 documents. */
export function inOrder<Item extends { name: string }>(
  items: readonly Item[],
  order: (typeof creationOrders)[number] = 'created_at_asc',
): Item[] {
  const sorted = order.startsWith('name')
    ? items.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
    : [...items];
  return order.endsWith('_desc') ? sorted.reverse() : sorted;
}
