import { formatGenericRdata } from './format-generic.ts';
import { type RecordType, recordTypes } from './record-types.ts';
import { typeNumber } from './type-names.ts';
import { WireReader } from './wire-reader.ts';
import { ZoneSyntaxError } from '../lexing/errors.ts';

/**
 * The text of one record's data from its wire form (names uncompressed), as `named-compilezone` prints it: names
 * absolute, on one line. A type without a text form of its own is printed as RFC 3597 has it.
 *
 * @param type mnemonic or number
 * @throws ZoneSyntaxError when the data does not fit its type
 * @example
 * ```ts
 * import { formatRdata, parseRdata } from '@wescale/bind9-zone';
 * formatRdata('MX', parseRdata('MX', '10 mail', { origin: 'example.' })); // '10 mail.example.'
 * ```
 */
export function formatRdata(type: string | number, wire: Uint8Array): string {
  const code = typeof type === 'number' ? type : typeNumber(type);
  if (code === undefined) throw new ZoneSyntaxError(`an unknown record type "${type}"`);
  return formatTypedRdata(recordTypes.get(code), new WireReader(wire));
}

/** The text of the data that `from` is at; names at or below `origin` relative to it, when it is given. */
export function formatTypedRdata(
  type: RecordType | undefined,
  from: WireReader,
  origin?: Uint8Array,
): string {
  if (type?.fields === undefined) return formatGenericRdata(from.take(from.remaining));
  let text = '';
  for (const field of type.fields) {
    const part = field.format(from, origin);
    if (part !== '') text += text === '' ? part : ` ${part}`;
  }
  if (from.remaining > 0) throw new ZoneSyntaxError(`${from.remaining} bytes too many in the record data`);
  return text;
}
