import { isSerialGreater } from '../diff/serial.ts';
import { canonicalName, isSameName } from '../names/name-relations.ts';
import type { Answer, AnswerRecord } from '../query/answer.ts';

/** What every server is to answer. Addresses and names as text; for TXT the strings of a record joined. */
export type Expectation =
  /** All of these values are there; others may be. */
  | {
      readonly kind: 'present';
      readonly name: string;
      readonly type: ValueType;
      readonly values: readonly string[];
    }
  /** Exactly these values are there. */
  | {
      readonly kind: 'equal';
      readonly name: string;
      readonly type: ValueType;
      readonly values: readonly string[];
    }
  /** None of these values is there. */
  | {
      readonly kind: 'absent';
      readonly name: string;
      readonly type: ValueType;
      readonly values: readonly string[];
    }
  /** The zone has this serial or a later one. */
  | { readonly kind: 'serial'; readonly zone: string; readonly atLeast: number };

type ValueType = 'A' | 'AAAA' | 'CNAME' | 'TXT';

/** The question that an expectation is about. */
export function questionOf(expectation: Expectation): { name: string; type: ValueType | 'SOA' } {
  if (expectation.kind === 'serial') return { name: canonicalName(expectation.zone), type: 'SOA' };
  return { name: canonicalName(expectation.name), type: expectation.type };
}

function valueOf(record: AnswerRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'CNAME':
    case 'NS':
      return record.target;
    case 'TXT':
      return record.text;
    case 'SOA':
      return String(record.serial);
    default:
      return Buffer.from(record.rdata).toString('hex');
  }
}

const quoted = (values: readonly string[]): string =>
  values.length === 0 ? 'nothing' : values.map((value) => `"${value}"`).join(', ');

const hasMeaning = (rcode: string): boolean => rcode === 'NOERROR' || rcode === 'NXDOMAIN';

/** Whether an answer says nothing: no resolver believes it. */
export function isLame({ rcode, isAuthoritative }: Answer): boolean {
  return !hasMeaning(rcode) || !isAuthoritative;
}

/** Why an answer is not what is expected, or `undefined` when it is. */
export function findDisagreement(expectation: Expectation, answer: Answer): string | undefined {
  const { name, type } = questionOf(expectation);
  if (!hasMeaning(answer.rcode)) return `answers ${answer.rcode} for ${name}`;
  if (!answer.isAuthoritative) return `does not speak for ${name} (lame)`;
  const values = answer.answers
    .filter((record) => record.type === type && isSameName(record.name, name))
    .map(valueOf);
  if (expectation.kind === 'serial') {
    const serial = Number(values[0]);
    if (values.length === 0) return `has no SOA for ${name}`;
    const isOld = isSerialGreater(expectation.atLeast, serial);
    return isOld ? `has serial ${serial} of ${name}, not yet ${expectation.atLeast}` : undefined;
  }
  const wanted = expectation.values.map((value) => (type === 'CNAME' ? canonicalName(value) : value));
  const missing = wanted.filter((value) => !values.includes(value));
  const surplus = values.filter((value) => !wanted.includes(value));
  switch (expectation.kind) {
    case 'present':
      return missing.length === 0 ? undefined : `lacks ${quoted(missing)} at ${name} (has ${quoted(values)})`;
    case 'equal':
      return missing.length + surplus.length === 0
        ? undefined
        : `has ${quoted(values)} at ${name}, not ${quoted(wanted)}`;
    case 'absent': {
      const left = wanted.filter((value) => values.includes(value));
      return left.length === 0 ? undefined : `still has ${quoted(left)} at ${name}`;
    }
  }
}
