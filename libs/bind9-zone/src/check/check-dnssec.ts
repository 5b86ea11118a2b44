import { formatWireName } from '../rdata/fields/domain-name.ts';
import { algorithms, digestTypes, nameOf } from '../rdata/mnemonics.ts';
import { type CheckContext, recordText, refuse, warnOf } from './check-context.ts';
import { delegationSigner, keyTag } from './key-digest.ts';

const key = 25;
const ds = 43;
const dnskey = 48;
const nsec3param = 51;
const cds = 59;
const cdnskey = 60;

const sha1Hash = 1;
const maxIterations = 150;
const rsaAlgorithms = new Set([1, 5, 7, 8, 10]);
const deprecatedAlgorithms = new Set([1, 3, 5, 6, 7, 12]);
/** SHA-1 and GOST. */
const deprecatedDigests = new Set([1, 3]);
/** Data that asks the parent to drop the delegation's security (RFC 8078 section 4). */
const deletions = { [cds]: [0, 0, 0, 0, 0], [cdnskey]: [0, 0, 3, 0, 0] };

function isDeletion(type: typeof cds | typeof cdnskey, rdata: Uint8Array): boolean {
  return rdata.length === 5 && deletions[type].every((byte, index) => rdata[index] === byte);
}

/** Warns about keys and digests of a name that are on their way out: KEY records, and DS of a delegation. */
export function checkDeprecated(context: CheckContext, name: number): void {
  const { index, lookup } = context;
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    const type = index.records.types[id] ?? 0;
    if (type !== key && type !== ds) continue;
    if (lookup.isHidden(name) || (type === ds && !lookup.isDelegation(name))) continue;
    const rdata = index.records.rdata(id);
    warnOfAlgorithm(context, id, recordText(context, id), rdata[type === ds ? 2 : 3] ?? 0);
    if (type === ds) warnOfDigest(context, id, rdata[3] ?? 0);
  }
}

function warnOfAlgorithm(context: CheckContext, id: number, what: string, algorithm: number): void {
  if (!deprecatedAlgorithms.has(algorithm)) return;
  const name = nameOf(algorithms, algorithm);
  warnOf(
    context,
    id,
    'deprecated-algorithm',
    `${what} is of algorithm ${name}, which is deprecated (RFC 8624)`,
  );
}

function warnOfDigest(context: CheckContext, id: number, digestType: number): void {
  if (!deprecatedDigests.has(digestType)) return;
  const name = nameOf(digestTypes, digestType);
  warnOf(
    context,
    id,
    'deprecated-digest',
    `${recordText(context, id)} has a ${name} digest, which is deprecated (RFC 8624)`,
  );
}

/** Checks what the top of a signed zone says about keys. */
export function checkDnssec(context: CheckContext): void {
  const { index, lookup } = context;
  const ids = new Map<number, number[]>();
  for (let id = index.firstOf(lookup.top); id >= 0; id = index.nextOf(id)) {
    const type = index.records.types[id] ?? 0;
    if (type === dnskey || type === nsec3param || type === cds || type === cdnskey) {
      ids.set(type, [...(ids.get(type) ?? []), id]);
    }
  }
  if (ids.size === 0) return;
  const keys = ids.get(dnskey) ?? [];
  checkHashes(context, ids.get(nsec3param) ?? []);
  checkChildRecords(context, cds, ids.get(cds) ?? [], keys);
  checkChildRecords(context, cdnskey, ids.get(cdnskey) ?? [], keys);
  checkKeys(context, keys);
}

/** NSEC3PARAM has to name a hash that exists. */
function checkHashes(context: CheckContext, ids: readonly number[]): void {
  for (const id of ids) {
    const [hash = 0, , high = 0, low = 0] = context.index.records.rdata(id);
    if (hash !== sha1Hash) {
      warnOf(
        context,
        id,
        'unknown-hash',
        `${recordText(context, id)} names hash algorithm ${hash}, which is not known`,
      );
    }
    const iterations = (high << 8) | low;
    if (iterations > maxIterations) {
      warnOf(
        context,
        id,
        'many-iterations',
        `${iterations} NSEC3 iterations; resolvers accept ${maxIterations} at most`,
      );
    }
  }
  const [first] = ids;
  if (first === undefined) return;
  if (ids.some((id) => context.index.records.rdata(id)[0] === sha1Hash)) return;
  refuse(context, first, 'no-known-hash', 'no NSEC3PARAM record names a hash algorithm that is known');
}

/**
 * CDS and CDNSKEY have to be of an algorithm the zone has a key of; each should stand for such a key (RFC 7344 section
 * 4.1).
 */
function checkChildRecords(
  context: CheckContext,
  type: typeof cds | typeof cdnskey,
  ids: readonly number[],
  keys: readonly number[],
): void {
  const { records, names } = context.index;
  const owner = names.wire(context.lookup.top);
  const keyData = keys.map((id) => records.rdata(id));
  const usedDigests = new Set(ids.map((id) => records.rdata(id)[3] ?? 0));
  const expected = new Set(
    keyData
      .flatMap((key) =>
        type === cdnskey ? [key] : [...usedDigests].map((each) => delegationSigner(owner, key, each)),
      )
      .map((rdata) => Buffer.from(rdata ?? []).toString('hex')),
  );
  const keyAlgorithms = new Set(keyData.map((key) => key[3]));
  const deletion = ids.find((id) => isDeletion(type, records.rdata(id)));
  if (deletion !== undefined && ids.length > 1) {
    const message = `${recordText(context, deletion)} asks for deletion beside others of its type`;
    refuse(context, deletion, 'cds-mismatch', message);
    return;
  }
  for (const id of deletion === undefined ? ids : []) {
    const rdata = records.rdata(id);
    const algorithm = rdata[type === cds ? 2 : 3] ?? 0;
    const isOfKey = expected.has(Buffer.from(rdata).toString('hex'));
    if (type === cds) warnOfDigest(context, id, rdata[3] ?? 0);
    const name = nameOf(algorithms, algorithm);
    if (!keyAlgorithms.has(algorithm)) {
      refuse(
        context,
        id,
        'cds-mismatch',
        `${recordText(context, id)}: the zone has no key of algorithm ${name}`,
      );
    } else if (!isOfKey) {
      warnOf(
        context,
        id,
        'cds-of-no-key',
        `${recordText(context, id)} stands for no ${name} key of the zone`,
      );
    }
  }
}

/** Keys that are weak or of algorithms on their way out. */
function checkKeys(context: CheckContext, ids: readonly number[]): void {
  for (const id of ids) {
    const rdata = context.index.records.rdata(id);
    const algorithm = rdata[3] ?? 0;
    const name = `${formatWireName(context.index.spellingOf(id))} key ${keyTag(rdata)} (${nameOf(algorithms, algorithm)})`;
    if (rsaAlgorithms.has(algorithm) && rdata[4] === 1 && rdata[5] === 3) {
      warnOf(context, id, 'weak-key', `${name} has the exponent 3, which is weak`);
    }
    warnOfAlgorithm(context, id, `the ${name}`, algorithm);
  }
}
