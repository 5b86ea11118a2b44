/** Says what is wrong with a path of a resource, if anything. */
export function findPathMistake(path: string): string | undefined {
  if (!path.startsWith('/')) return 'its path must be absolute';
  // Names with control characters cannot be told apart from the probe's own separators.
  if (/\p{Cc}/u.test(path)) return 'its path must not hold control characters';
  if (path === '/' || path.endsWith('/')) return 'its path must not end with a slash';
  if (path.split('/').some((part, index) => index > 0 && ['', '.', '..'].includes(part)))
    return 'its path must be in its shortest form, without ".", ".." or "//"';
  return undefined;
}

/** Says what is wrong with the name of a user, group, unit or package, if anything. */
export function findNameMistake(what: string, name: string): string | undefined {
  return /^[A-Za-z0-9_][A-Za-z0-9_.+:@\\-]*$/.test(name) ? undefined : `its ${what} "${name}" is not a name`;
}
