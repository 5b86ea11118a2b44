/** Any object of JSON. */
export type WireObject = Record<string, unknown>;

export const isRecord = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field deep within an answer, or `undefined` when there is none. */
export function fieldOf(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const part of path) {
    if (Array.isArray(found) && typeof part === 'number') found = found[part];
    else if (isRecord(found)) found = found[part];
    else return undefined;
  }
  return found;
}

/** A text deep within an answer; empty ones count as none, for Rancher writes them where nothing is. */
export function textOf(value: unknown, ...path: (string | number)[]): string | undefined {
  const found = fieldOf(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** What Kubernetes and Rancher say of an object's state. */
export interface Condition {
  type: string;
  /** `True`, `False` or `Unknown`. */
  status: string;
  reason?: string;
  message?: string;
  [field: string]: unknown;
}

/** The conditions in a list of an answer; what is none is left out. */
export function conditionsOf(list: unknown): Condition[] {
  if (!Array.isArray(list)) return [];
  return list.filter(
    (item): item is Condition => textOf(item, 'type') !== undefined && textOf(item, 'status') !== undefined,
  );
}
