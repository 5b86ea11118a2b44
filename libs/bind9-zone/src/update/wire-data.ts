import { ZoneSyntaxError } from '../lexing/errors.ts';
import { parseRdata } from '../rdata/parse-rdata.ts';
import { typeNumber } from '../rdata/type-names.ts';
import { InvalidUpdateError } from './errors.ts';

/** The number of a record type. @throws {@link InvalidUpdateError} */
export function wireType(type: string): number {
  const number = typeNumber(type);
  if (number === undefined) throw new InvalidUpdateError(`"${type}" is no type of record`);
  return number;
}

/** The data of a record in wire form. @throws {@link InvalidUpdateError} */
export function wireData(record: { name: string; type: string; data: string }): Uint8Array {
  const type = wireType(record.type);
  try {
    return parseRdata(type, record.data);
  } catch (cause) {
    if (!(cause instanceof ZoneSyntaxError)) throw cause;
    const message = `the ${record.type} record of ${record.name} cannot be written: ${cause.message}`;
    throw new InvalidUpdateError(message, { cause });
  }
}
