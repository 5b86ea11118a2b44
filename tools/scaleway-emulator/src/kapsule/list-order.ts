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

/** `unknown` is what clients send who want every status [pool-basic#8]. */
export const hasStatus = (item: { status: string }, wanted: string | undefined): boolean =>
  wanted === undefined || wanted === 'unknown' || item.status === wanted;
