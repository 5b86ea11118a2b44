import { foldAllNames } from '../rdata/compare-rdata.ts';
import { typeName } from '../rdata/type-names.ts';
import { rrsetKey } from '../zone/group-records.ts';
import { type CheckContext, ownerText, recordText, refuse, warnOf } from './check-context.ts';

const cname = 5;
const soa = 6;
const sig = 24;
const key = 25;
const dname = 39;
const rrsig = 46;
const nsec = 47;
const nsec3 = 50;

/** Types a name may have one record of. */
const singletons = new Set([cname, soa, dname]);
/** Types that may stand beside a CNAME (RFC 2181 section 10.1, RFC 4034). */
const besideCname = new Set([cname, sig, key, rrsig, nsec, nsec3]);

/** What BIND can keep of an RRset: its data and 2 bytes a record, so that it fits a message. */
const maxRrsetBytes = 65512;

/** Checks the records of one name against each other: CNAME and other data, one SOA, RRsets that fit a message. */
export function checkNameRecords(context: CheckContext, name: number): void {
  const { index } = context;
  const { records } = index;
  const first = index.firstOf(name);
  if (index.nextOf(first) < 0) {
    if (records.endOf(first) - records.startOf(first) + 2 > maxRrsetBytes) refuseSize(context, first);
    return;
  }
  let alias = -1;
  let other = -1;
  let size = 0;
  let lastKey = -1;
  for (let id = first; id >= 0; id = index.nextOf(id)) {
    const type = records.types[id] ?? 0;
    if (type === cname) alias = id;
    else if (other < 0 && !besideCname.has(type)) other = id;
    const rrset = rrsetKey(index, id);
    if (rrset !== lastKey) {
      size = 0;
      checkCase(context, id, rrset);
    } else if (singletons.has(type)) {
      refuse(context, id, 'several-of-one', `${recordText(context, id)} twice: a name has one at most`);
    }
    lastKey = rrset;
    const before = size;
    size += records.endOf(id) - records.startOf(id) + 2;
    if (size > maxRrsetBytes && before <= maxRrsetBytes) refuseSize(context, id);
  }
  if (alias < 0 || other < 0) return;
  const type = typeName(records.types[other] ?? 0);
  const later = records.lineOf(other) > records.lineOf(alias) ? other : alias;
  refuse(
    context,
    later,
    'cname-and-other-data',
    `${ownerText(context, alias)} has a CNAME and ${type}: a CNAME stands alone (RFC 1034 section 3.6.2)`,
  );
}

/** Warns about records of an RRset that differ only in the case of a name, where BIND keeps them apart. */
function checkCase(context: CheckContext, first: number, key: number): void {
  const { index, types } = context;
  const { records } = index;
  const type = types.get(records.types[first] ?? 0);
  if (type?.fields?.some((field) => field.foldNames !== undefined) !== true) return;
  const seen = new Set<string>();
  for (let id = first; id >= 0 && rrsetKey(index, id) === key; id = index.nextOf(id)) {
    const folded = Buffer.from(foldAllNames(type, records.rdata(id))).toString('latin1');
    if (seen.has(folded)) {
      warnOf(
        context,
        id,
        'equal-but-for-case',
        `${recordText(context, id)}: equal to another but for the case of a name`,
      );
    }
    seen.add(folded);
  }
}

function refuseSize(context: CheckContext, id: number): void {
  refuse(
    context,
    id,
    'rrset-too-large',
    `the ${recordText(context, id)} records exceed ${maxRrsetBytes} bytes and fit no message`,
  );
}
