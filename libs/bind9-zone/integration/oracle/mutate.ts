/** A sequence of numbers from 0 to below 1 that is the same for the same seed. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Pieces of text that mean something somewhere. */
const pieces = [
  ...[
    '0',
    '1',
    '255',
    '256',
    '65535',
    '65536',
    '4294967295',
    '4294967296',
    '-1',
    '1h',
    '1.5',
    '00',
    'ff',
    'zz',
  ],
  ...[
    '.',
    '..',
    '@',
    '*',
    '""',
    '"a b"',
    '\\#',
    '\\000',
    '\\065',
    '\\256',
    '\\',
    '"',
    ';x',
    '(',
    ')',
    '=',
    ',',
    '!',
  ],
  ...[
    'A',
    'NS',
    'IN',
    'CH',
    'TYPE1',
    'TYPE65535',
    'CLASS1',
    '192.0.2.1',
    '::1',
    'AQID',
    'AA==',
    '0x00',
    'N',
    'm',
  ],
  ...[
    'example.',
    'alpn=h2',
    'key1=x',
    'port=1',
    'mandatory=alpn',
    '20200101000000',
    '\t',
    '\u00e9',
    '$',
    '${0,2,x}',
  ],
];
const linePieces = ['\n', '\r\n', '\0', '$TTL 5', '$ORIGIN x', '$GENERATE 1-2 ', ...pieces];

type Pick = <Item>(items: readonly Item[]) => Item;

function picker(next: () => number): Pick {
  return (items) => items[Math.floor(next() * items.length)]!;
}

/** A line with a word of it dropped, put in, replaced, or changed. */
function mutateLine(line: string, others: readonly string[], next: () => number): string {
  const pick = picker(next);
  const words = line.split(' ');
  const at = 1 + Math.floor(next() * words.length);
  const word = words[at] ?? '';
  const inWord = Math.floor(next() * (word.length + 1));
  const kind = Math.floor(next() * 6);
  if (kind === 0) words.splice(at, 1);
  else if (kind === 1) words.splice(at, 0, pick(pieces));
  else if (kind === 2) words.splice(at, 1, pick(pieces));
  else if (kind === 3) words.splice(at, 1, word.slice(0, inWord) + pick(pieces) + word.slice(inWord));
  else if (kind === 4) words.splice(at, 1, word.slice(0, inWord) + word.slice(inWord + 1));
  else words.splice(at, 1, pick(pick(others).split(' ')));
  return words.join(' ');
}

/** Whether a record is one entry: what is opened on its line is closed on it. */
function isOneEntry(line: string): boolean {
  const bare = line
    .replace(/\\./g, '')
    .replace(/"[^"]*"/g, '')
    .replace(/;.*/, '');
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && !bare.includes('"') && bare.trim() !== '' && !line.endsWith('\\');
}

/** `count` records that are like those given but for a word or two. */
export function mutateRecords(records: readonly string[], count: number, seed: number): string[] {
  const next = sequence(seed);
  const pick = picker(next);
  const mutants = new Set<string>();
  while (mutants.size < count) {
    let line = mutateLine(pick(records), records, next);
    if (next() < 0.5) line = mutateLine(line, records, next);
    if (isOneEntry(line)) mutants.add(line);
  }
  return [...mutants];
}

/** A zone text with lines dropped, put in, swapped or changed. */
export function mutateZone(text: string, lines: readonly string[], next: () => number): string {
  const pick = picker(next);
  let mutant = text;
  for (let rounds = 1 + Math.floor(next() * 3); rounds > 0; rounds -= 1) {
    const parts = mutant.split('\n');
    const at = Math.floor(next() * parts.length);
    const part = parts[at] ?? '';
    const inPart = Math.floor(next() * (part.length + 1));
    const kind = Math.floor(next() * 5);
    if (kind === 0) parts.splice(at, 1);
    else if (kind === 1) parts.splice(at, 0, pick(lines));
    else if (kind === 2) parts[at] = part.slice(0, inPart) + pick(linePieces) + part.slice(inPart);
    else if (kind === 3) parts[at] = part.slice(0, inPart) + part.slice(inPart + 1);
    else parts[at] = mutateLine(part, lines, next);
    mutant = parts.join('\n');
  }
  return mutant;
}
