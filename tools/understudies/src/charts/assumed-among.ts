import { assumedValues, type AssumedValue } from './assumed-values.ts';

/** Those of a chart's assumed values that are set. @param values as `helm` gets them */
export function assumedAmong(chart: string, values: object): AssumedValue[] {
  const set = pathsOf(values);
  return assumedValues().filter((one) => one.chart === chart && set.some((path) => isWithin(path, one.path)));
}

/** Paths of all values that are no objects, written as schemas' are: `ingress.tls[].secretName`. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) {
    // A list of plain values is one value.
    const inner = value.flatMap((one: unknown) => pathsOf(one, `${path}[]`));
    return [...new Set(inner.map((one) => (one === `${path}[]` ? path : one)))];
  }
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => pathsOf(one, path === '' ? key : `${path}.${key}`));
}

/** Whether a value that is set is the one that a schema names, or a part of it. */
export function isWithin(path: string, named: string): boolean {
  return path === named || path.startsWith(`${named}.`) || path.startsWith(`${named}[]`);
}
