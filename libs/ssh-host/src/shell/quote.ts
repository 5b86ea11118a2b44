/**
 * One word for a POSIX shell that stands for exactly this text, whatever it holds. Only a NUL byte cannot be passed
 * on: no argument, variable or path of Unix can hold one.
 *
 * @throws RangeError on a NUL.
 *
 * @example
 * quote("it's") // `'it'\''s'`
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('text for a shell cannot hold a NUL character');
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
