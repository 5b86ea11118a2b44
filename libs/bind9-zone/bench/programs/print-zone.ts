/** Parses and checks a zone file and prints its canonical form. Usage: print-zone.ts <file> <records> <output> */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { canonicalLines, checkZoneFile } from '@wescale/bind9-zone';

const [, , file = '', records, output = ''] = process.argv;
const { zone, recordCount } = await checkZoneFile(file, { origin: 'example.' });
if (zone === undefined || recordCount !== Number(records)) throw new Error('not what was expected');

/** Lines in pieces of about a mebibyte. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < 1 << 20) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

await pipeline(pieces(canonicalLines(zone)), createWriteStream(output));
