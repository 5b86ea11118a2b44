/** Takes a path apart as the library writes it: `steps[0].environment["odd key"]`. */
export function parsePath(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const [, index, quoted, key] of text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)) {
    if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(JSON.parse(quoted) as string);
    else if (key !== undefined) parts.push(key);
  }
  return parts;
}
