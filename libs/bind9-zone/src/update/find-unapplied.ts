import { types } from '../message/codes.ts';
import type { WireRecord } from '../message/message.ts';
import { recordKey, setKey } from '../message/record-key.ts';
import { canonicalName } from '../names/name-relations.ts';
import type { UpdateStep } from './update.ts';
import { wireData, wireType } from './wire-data.ts';

type Add = Extract<UpdateStep, { kind: 'add' }>;

/** Kept at the top of a zone when all else of the name is deleted (RFC 2136 section 3.4.2.3). */
const keptAtApex = new Set<number>([types.SOA, types.NS]);

/** RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM, CDS, CDNSKEY: the server of a signed zone writes them itself. */
const writtenByServer = new Set<number>([46, 47, 48, 50, 51, 59, 60]);

const setKeyOf = (step: { name: string; type: string }): string => setKey(step.name, wireType(step.type));

const recordKeyOf = (step: { name: string; type: string; data: string }): string =>
  recordKey({ name: step.name, type: wireType(step.type), rdata: wireData(step) });

/** What must be true once all steps are done; later steps overrule earlier ones. */
class Expectation {
  readonly added = new Map<string, Add>();
  readonly removed = new Map<string, UpdateStep>();
  readonly clearedSets = new Map<string, UpdateStep>();
  readonly clearedNames = new Map<string, UpdateStep>();
  /** All records of a set have one time to live: that of the last one added. */
  readonly ttlOfSet = new Map<string, number>();

  take(step: UpdateStep): void {
    switch (step.kind) {
      case 'add':
        this.added.set(recordKeyOf(step), step);
        this.removed.delete(recordKeyOf(step));
        this.ttlOfSet.set(setKeyOf(step), step.ttlSeconds);
        return;
      case 'delete-record':
        this.added.delete(recordKeyOf(step));
        this.removed.set(recordKeyOf(step), step);
        return;
      case 'delete-set':
        this.forget((add) => setKeyOf(add) === setKeyOf(step));
        this.clearedSets.set(setKeyOf(step), step);
        return;
      case 'delete-name':
        this.forget((add) => canonicalName(add.name) === canonicalName(step.name));
        this.clearedNames.set(canonicalName(step.name), step);
        return;
    }
  }

  private forget(isGone: (add: Add) => boolean): void {
    for (const [key, add] of this.added) {
      if (isGone(add)) this.added.delete(key);
    }
  }
}

/**
 * The steps of an update whose effect a zone read afterwards does not show. SOA records are passed over, since the
 * server counts the serial itself.
 */
export function findUnapplied(
  zone: string,
  steps: readonly UpdateStep[],
  records: readonly WireRecord[],
): UpdateStep[] {
  const expectation = new Expectation();
  for (const step of steps) expectation.take(step);
  const apex = canonicalName(zone);
  const unapplied = new Set<UpdateStep>();
  const missing = new Map(expectation.added);

  for (const record of records) {
    const key = recordKey(record);
    const removedBy = expectation.removed.get(key);
    if (removedBy !== undefined) unapplied.add(removedBy);
    const add = missing.get(key);
    if (add !== undefined) {
      missing.delete(key);
      if (record.ttlSeconds !== expectation.ttlOfSet.get(setKey(record.name, record.type)))
        unapplied.add(add);
      continue;
    }
    const clearedBy = expectation.clearedSets.get(setKey(record.name, record.type));
    if (clearedBy !== undefined) unapplied.add(clearedBy);
    const name = canonicalName(record.name);
    const nameClearedBy = expectation.clearedNames.get(name);
    const isKept = writtenByServer.has(record.type) || (name === apex && keptAtApex.has(record.type));
    if (nameClearedBy !== undefined && !isKept) unapplied.add(nameClearedBy);
  }
  for (const add of missing.values()) {
    if (wireType(add.type) !== types.SOA) unapplied.add(add);
  }
  return steps.filter((step) => unapplied.has(step));
}
