/** The orders of most lists. */
export const creationOrders = ['created_at_asc', 'created_at_desc', 'name_asc', 'name_desc'] as const;

type ListOrder = `${'created_at' | 'updated_at' | 'name' | 'status' | 'version'}_${'asc' | 'desc'}`;

interface Listed {
  name: string;
  status?: string;
  version?: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Creation ascending is the default that @scaleway/sdk-k8s 1.8.0 and @scaleway/sdk-vpc 1.4.0 document. */
export function inOrder<Item extends Listed>(
  items: readonly Item[],
  order: ListOrder = 'created_at_asc',
): Item[] {
  const key = (item: Item): string => {
    if (order.startsWith('created_at')) return item.createdAt.toISOString();
    if (order.startsWith('updated_at')) return item.updatedAt.toISOString();
    if (order.startsWith('name')) return item.name;
    return (order.startsWith('status') ? item.status : item.version) ?? '';
  };
  const sorted = items.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  return order.endsWith('_desc') ? sorted.reverse() : sorted;
}
