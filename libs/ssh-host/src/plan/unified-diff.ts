import { createTwoFilesPatch } from 'diff';

/** A unified diff of two texts, or a sentence where one of them is no text. */
export function unifiedDiff(path: string, before: Buffer | undefined, after: Buffer): string {
  const [old, wanted] = [decode(before ?? Buffer.alloc(0)), decode(after)];
  if (old === undefined || wanted === undefined)
    return `binary content differs (${before?.length ?? 0} bytes before, ${after.length} after)`;
  const from = before ? path : '/dev/null';
  const patch = createTwoFilesPatch(from, path, old, wanted, undefined, undefined, { context: 3 });
  // The library begins with an index and a rule of "=" that unified diffs do not have.
  return patch.replace(/^(Index: .*\n)?=+\n/, '');
}

function decode(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
