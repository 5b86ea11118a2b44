import { Buffer } from 'node:buffer';
import { decode, type Answer as PacketRecord } from 'dns-packet';
import { rcodeName } from '../message/codes.ts';
import { MalformedMessageError } from '../message/errors.ts';
import type { ReceivedMessage } from '../message/message.ts';
import { formatLabel } from '../names/format-label.ts';
import { canonicalName } from '../names/name-relations.ts';
import type { Answer, AnswerRecord } from './answer.ts';

/** dns-packet gives names without escapes and without the last dot. */
function readName(name: string): string {
  if (name === '.') return name;
  const labels = name.split('.').map((label) => {
    const bytes = Buffer.from(label);
    return formatLabel(bytes, 0, bytes.length);
  });
  return canonicalName(labels.join('.'));
}

function readText(data: string | Buffer | (string | Buffer)[]): string {
  const parts = Array.isArray(data) ? data : [data];
  return parts.map((part) => (typeof part === 'string' ? part : part.toString('latin1'))).join('');
}

/** Reads one record; of other types than those asked for here nothing is needed. */
function readRecord(record: PacketRecord): AnswerRecord[] {
  if (record.type === 'OPT') return [];
  const base = { name: readName(record.name), ttlSeconds: record.ttl ?? 0 };
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return [{ ...base, type: record.type, address: record.data }];
    case 'CNAME':
    case 'NS':
      return [{ ...base, type: record.type, target: readName(record.data) }];
    case 'SOA':
      return [{ ...base, type: 'SOA', serial: record.data.serial ?? 0 }];
    case 'TXT':
      return [{ ...base, type: 'TXT', text: readText(record.data) }];
    case 'DS': {
      const { keyTag, algorithm, digestType, digest } = record.data;
      const numbers = [keyTag >> 8, keyTag & 0xff, algorithm, digestType];
      return [{ ...base, type: 'DS', rdata: Uint8Array.from([...numbers, ...digest]) }];
    }
    case 'CDS':
      return [{ ...base, type: 'CDS', rdata: Uint8Array.from(record.data) }];
    case 'DNSKEY': {
      const { flags, algorithm, key } = record.data;
      // The protocol is always 3 (RFC 4034 section 2.1.2).
      return [
        { ...base, type: 'DNSKEY', rdata: Uint8Array.from([flags >> 8, flags & 0xff, 3, algorithm, ...key]) },
      ];
    }
    default:
      return [];
  }
}

/**
 * Reads the records of a reply whose header and signature were already looked at.
 *
 * @throws {@link MalformedMessageError}
 */
export function readAnswer(bytes: Uint8Array, message: ReceivedMessage, transport: 'UDP' | 'TCP'): Answer {
  try {
    const packet = decode(Buffer.from(bytes));
    return {
      rcode: rcodeName(message.rcode),
      isAuthoritative: message.isAuthoritative,
      transport,
      answers: (packet.answers ?? []).flatMap(readRecord),
      authorities: (packet.authorities ?? []).flatMap(readRecord),
      additionals: (packet.additionals ?? []).flatMap(readRecord),
    };
  } catch (cause) {
    throw new MalformedMessageError('the answer holds a record that cannot be read', { cause });
  }
}
