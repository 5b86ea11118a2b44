/** Cuts record data at its blanks, those within quotes and escaped ones aside. */
function splitData(data: string): string[] {
  return data.match(/(?:"(?:[^"\\]|\\.)*"|\\.|[^\s"\\])+/g) ?? [];
}

/**
 * Data that is too long for its line, in parentheses over several lines that begin at `column`; shorter data as it is.
 *
 * @param width columns of a line
 */
export function wrapData(data: string, column: number, width: number): string {
  if (column + data.length <= width) return data;
  const words = splitData(data);
  const margin = ' '.repeat(column + 2);
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && column + 2 + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length === 1) return data;
  return `( ${lines.join(`\n${margin}`)} )`;
}
