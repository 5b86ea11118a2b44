/**
 * One word for a POSIX shell that stands for exactly this text.
 *
 * @throws RangeError on a NUL, which no argument can hold.
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('text for a shell cannot hold a NUL character');
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
