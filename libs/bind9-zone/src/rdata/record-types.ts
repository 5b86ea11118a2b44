import type { RdataField } from './field.ts';
import { ipv4, ipv6 } from './fields/addresses.ts';
import { characterStrings } from './fields/character-string.ts';
import { domainName } from './fields/domain-name.ts';
import { seconds, uint16, uint32 } from './fields/integers.ts';

/** What is known of one type of record. */
export interface RecordType {
  readonly code: number;
  readonly mnemonic: string;
  /** Its data, part by part. */
  readonly fields: readonly RdataField[];
  /** Whether it is kept on the parent's side of a zone cut, as DS is. */
  readonly isAtParent: boolean;
  /** Whether it holds names whose case does not count when records are compared. */
  readonly hasCaselessName: boolean;
}

const table: [code: number, mnemonic: string, fields: RdataField[]][] = [
  [1, 'A', [ipv4]],
  [2, 'NS', [domainName('the name server')]],
  [5, 'CNAME', [domainName('the canonical name')]],
  [
    6,
    'SOA',
    [
      domainName('the primary server'),
      domainName('the mailbox'),
      uint32('the serial'),
      seconds('the refresh interval'),
      seconds('the retry interval'),
      seconds('the expiry'),
      seconds('the negative TTL'),
    ],
  ],
  [12, 'PTR', [domainName('the name')]],
  [15, 'MX', [uint16('the preference'), domainName('the mail exchange')]],
  [16, 'TXT', [characterStrings('the text')]],
  [28, 'AAAA', [ipv6]],
];

/** Every type by its number. */
export const recordTypes: ReadonlyMap<number, RecordType> = new Map(
  table.map(([code, mnemonic, fields]) => [
    code,
    {
      code,
      mnemonic,
      fields,
      isAtParent: code === 43,
      hasCaselessName: fields.some((field) => field.isCaseless === true),
    },
  ]),
);

/** Types that occur in messages only: OPT, and all from 128 to 255 (RFC 6895 section 3.1) but SPF's like. */
export function isMetaType(code: number): boolean {
  return code === 41 || (code >= 128 && code <= 255);
}
