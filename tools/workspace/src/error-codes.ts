/** An error code as classes declare it: `readonly code = 'x'`, or one of a union under a name that ends in `Code`. */
const declarations = [
  /readonly code(?:: \w+)? = '([a-z][a-z-]*)'/g,
  /(?:readonly code:|Code =)\s*((?:\|?\s*'[a-z-]+'\s*)+)/g,
];

/** The error codes that a source text declares, each once. */
export function declaredCodes(source: string): string[] {
  const found = declarations.flatMap((pattern) =>
    [...source.matchAll(pattern)].map((match) => match[1] ?? ''),
  );
  const codes = found.flatMap((text) => (text.includes("'") ? quotedCodes(text) : [text]));
  return [...new Set(codes)];
}

function quotedCodes(union: string): string[] {
  return [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
}

/** The codes in the first column of the tables that are headed `code`. */
export function documentedCodes(markdown: string): string[] {
  const tables = [...markdown.matchAll(/^\|\s*`?code`?\s*\|.*\n((?:\|.*\n?)*)/gim)].map(
    (match) => match[1] ?? '',
  );
  return tables.flatMap((table) =>
    [...table.matchAll(/^\|\s*`([a-z][a-z-]*)`\s*\|/gm)].map((match) => match[1] ?? ''),
  );
}
