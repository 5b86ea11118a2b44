/** Parses and checks a zone file with this library, as published. Usage: check-zone.ts <file> <records> */
import { checkZoneFile } from '@wescale/bind9-zone';

const [, , file = '', records] = process.argv;
const report = await checkZoneFile(file, { origin: 'example.' });
if (!report.isAccepted || report.recordCount !== Number(records)) throw new Error('not what was expected');
