/** Parses a zone file with bns. Usage: parse-with-bns.mjs <file> <records> <module folder> */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , file, records, folder] = process.argv;
const require = createRequire(`${folder}/package.json`);
// Its cryptography has a native part, which zones do not need.
process.env.NODE_BACKEND = 'js';
const rival = 'bns';
const { wire } = require(rival);
const found = wire.fromZone(readFileSync(file, 'utf8'), 'example.');
if (found.length !== Number(records)) throw new Error(`${found.length} records`);
