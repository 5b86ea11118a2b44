import { isIPv4, isIPv6 } from 'node:net';

import { absoluteName, isHostName } from '../host-name.ts';

/**
 * A record's data as in a zone file; undefined when it does not fit the type.
 *
 * @param sent.priority - goes before the data of MX and SRV records
 */
export function readData(
  sent: { type: string; data: string; priority: number },
  zoneName: string,
): string | undefined {
  const fields = sent.data.trim().split(/\s+/);
  switch (sent.type) {
    case 'A':
      return isIPv4(sent.data) ? sent.data : undefined;
    case 'AAAA':
      return isIPv6(sent.data) ? sent.data : undefined;
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return readHost(sent.data, zoneName);
    case 'MX':
      // Assumption: a priority at the start of an MX record's data is replaced by the field `priority`.
      return withHost([String(sent.priority), ...fields.slice(-1)], fields.length <= 2, zoneName);
    case 'SRV':
      // Assumption: the data of SRV records is treated like that of MX records: `priority weight port target`.
      return withHost([String(sent.priority), ...fields.slice(-3)], [3, 4].includes(fields.length), zoneName);
    case 'TXT':
      return readText(sent.data);
    default:
      // Assumption: the data of other types is taken as it is; what a name server cannot read shows as `error`.
      return /[\r\n]/.test(sent.data) ? undefined : sent.data;
  }
}

const readHost = (name: string, zoneName: string): string | undefined =>
  isHostName(name) ? absoluteName(name, zoneName) : undefined;

/** Fields of which all but the last are numbers of 16 bits and the last is a host name. */
function withHost(fields: string[], isComplete: boolean, zoneName: string): string | undefined {
  const host = readHost(fields.at(-1) ?? '', zoneName);
  const numbers = fields.slice(0, -1);
  const areNumbers = numbers.every((field) => /^\d{1,5}$/.test(field) && Number(field) <= 65_535);
  return isComplete && areNumbers && host !== undefined ? [...numbers, host].join(' ') : undefined;
}

/** Strings in quotes of 255 bytes at most (RFC 1035, sections 3.3.14 and 5.1). */
function readText(data: string): string | undefined {
  if (/[\r\n]/.test(data)) return undefined;
  // Assumption: a TXT record's text is put in quotes unless it is, and cut where DNS needs it.
  if (/^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/.test(data)) return data;
  const bytes = Buffer.from(data, 'utf8');
  const strings: string[] = [];
  for (let start = 0; start < bytes.length; start += 255) {
    strings.push(`"${escapeText(bytes.subarray(start, start + 255))}"`);
  }
  return strings.join(' ');
}

const escapeText = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => {
      if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
      const character = String.fromCharCode(byte);
      return character === '"' || character === '\\' ? `\\${character}` : character;
    })
    .join('');
