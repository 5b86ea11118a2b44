/** Parses a zone file with dnsz. Usage: parse-with-dnsz.mjs <file> <records> <module folder> */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , file, records, folder] = process.argv;
const require = createRequire(`${folder}/package.json`);
const rival = 'dnsz';
const { parseZone } = await import(pathToFileURL(require.resolve(rival)).href);
const zone = parseZone(readFileSync(file, 'utf8'), { origin: 'example.' });
if (zone.records.length + (zone.soa ? 1 : 0) < Number(records) - 1)
  throw new Error(`${zone.records.length} records`);
