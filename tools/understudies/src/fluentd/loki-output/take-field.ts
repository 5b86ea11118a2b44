/**
 * Takes a field out of a record: a key, or a path as `$.kubernetes.container_name` or `$['kubernetes']['labels']`
 * (docs.fluentd.org, "Record Accessor Plugin Helper").
 */
export function takeField(record: Record<string, unknown>, path: string): unknown {
  const names = path.startsWith('$') ? readPath(path) : [path];
  const last = names.at(-1) ?? '';
  let parent: unknown = record;
  for (const name of names.slice(0, -1)) parent = (parent as Record<string, unknown> | undefined)?.[name];
  if (typeof parent !== 'object' || parent === null) return undefined;
  const fields = parent as Record<string, unknown>;
  const value = fields[last];
  Reflect.deleteProperty(fields, last);
  return value;
}

function readPath(path: string): string[] {
  const names = [...path.matchAll(/\.([^.[\]]+)|\['([^']*)'\]|\["([^"]*)"\]/g)].map(
    ([, plain, single, double]) => plain ?? single ?? double ?? '',
  );
  if (names.length === 0) throw new Error(`${path} is no path into a record`);
  return names;
}
