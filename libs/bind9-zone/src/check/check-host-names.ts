import { lowerCase } from '../lexing/characters.ts';
import { formatWireName } from '../rdata/fields/domain-name.ts';
import { type CheckContext, ownerText, recordText, warnOf } from './check-context.ts';
import { isHostName, isMailbox } from './host-name.ts';

const a = 1;
const soa = 6;
const ptr = 12;
const a6 = 38;
const nsec3 = 50;

/** Types whose owner is a host: A, WKS, MX, AAAA, A6. */
const hostOwners = new Uint8Array(256);
for (const type of [1, 11, 15, 28, a6]) hostOwners[type] = 1;

/** Types whose data ends in the name of a host, and the bytes before it: NS, MX, AFSDB, RT, SRV, SVCB, HTTPS, DSYNC. */
const hostTargets = new Map([
  [2, 0],
  [15, 2],
  [18, 2],
  [21, 2],
  [33, 6],
  [64, 2],
  [65, 2],
  [66, 5],
]);

/** Types this file has anything to say about, so that the others cost nothing. */
const checked = new Uint8Array(256);
for (const type of [...hostTargets.keys(), 1, 11, 28, soa, ptr, a6, nsec3]) checked[type] = 1;

const spfLabels = ['_spf', '_spf_rate', '_spf_verify'].map((label) => wireLabels(label));
const controllers = wireLabels('gc', '_msdcs');
const reverseTrees = [
  wireLabels('in-addr', 'arpa', ''),
  wireLabels('ip6', 'arpa', ''),
  wireLabels('ip6', 'int', ''),
];
const browsing = ['b', 'db', 'r', 'dr', 'lb'].map((label) => wireLabels(label, '_dns-sd', '_udp'));

function wireLabels(...labels: string[]): Uint8Array {
  return Uint8Array.from(labels.flatMap((label) => [label.length, ...Buffer.from(label)]));
}

function hasBytes(wire: Uint8Array, at: number, bytes: Uint8Array): boolean {
  return bytes.every((byte, index) => lowerCase[wire[at + index] ?? 0] === byte);
}

/** Whether the owner in `wire[start, end)` lies in a tree of addresses, and is no DNS-SD name (RFC 6763 section 11). */
function isReverse(wire: Uint8Array, start: number, end: number): boolean {
  const isInTree = reverseTrees.some(
    (tree) => end - start >= tree.length && hasBytes(wire, end - tree.length, tree),
  );
  return isInTree && !browsing.some((name) => hasBytes(wire, start, name));
}

/** Whether the first label is a hash in base32 without padding. */
function isHashLabel(wire: Uint8Array, at: number): boolean {
  const label = Buffer.from(wire.subarray(at + 1, at + 1 + (wire[at] ?? 0))).toString('latin1');
  if (!/^[0-9a-v]+$/i.test(label)) return false;
  const spareBits = (label.length * 5) % 8;
  return spareBits < 5 && (parseInt(label.slice(-1), 32) & ((1 << spareBits) - 1)) === 0;
}

/** Checks that names of hosts have the form of such (BIND's `check-names`). */
export function checkHostNames(context: CheckContext, name: number): void {
  const { index } = context;
  const { names, records } = index;
  let isOwnerChecked = false;
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    const type = records.types[id] ?? 0;
    if (type > 255 || checked[type] !== 1) continue;
    if (hostOwners[type] === 1 && !isOwnerChecked && context.isInternet) {
      isOwnerChecked = true;
      checkOwner(context, id, names.startOf(name));
    }
    checkData(context, id, type, name);
  }
}

/** Whether a label is one that SPF macros lead to (RFC 7208 section 7): addresses there are of no host. */
function hasSpfLabel(wire: Uint8Array, start: number): boolean {
  for (let at = start; (wire[at] ?? 0) !== 0; at += 1 + (wire[at] ?? 0)) {
    if (spfLabels.some((label) => hasBytes(wire, at, label))) return true;
  }
  return false;
}

function checkOwner(context: CheckContext, id: number, start: number): void {
  const { wires } = context.index.names;
  if (isHostName(wires, start, true)) return;
  if (context.index.records.types[id] === a && hasSpfLabel(wires, start)) return;
  // Active Directory keeps its global catalogs under such names.
  if (hasBytes(wires, start, controllers) && isHostName(wires, start + controllers.length, false)) return;
  warnOf(
    context,
    id,
    'bad-owner-name',
    `${ownerText(context, id)} is no name of a host: letters, digits and hyphens`,
  );
}

function checkData(context: CheckContext, id: number, type: number, name: number): void {
  const { names, records } = context.index;
  const { data } = records;
  const start = records.startOf(id);
  if (type === soa) {
    const server = isHostName(data, start, false) ? -1 : start;
    let mailboxAt = start;
    while ((data[mailboxAt] ?? 0) !== 0) mailboxAt += 1 + (data[mailboxAt] ?? 0);
    mailboxAt += 1;
    if (server >= 0) warnOfName(context, id, server);
    if (!isMailbox(data, mailboxAt)) warnOfName(context, id, mailboxAt);
  } else if (type === ptr) {
    if (!isReverse(names.wires, names.startOf(name), names.endOf(name))) return;
    if (!isHostName(data, start, false)) warnOfName(context, id, start);
  } else if (type === nsec3) {
    if (isHashLabel(names.wires, names.startOf(name)) || context.report.isIgnored('bad-owner-name')) return;
    const { report } = context;
    const message = `${ownerText(context, id)} is no hashed name: base32 without padding`;
    report.error('bad-hashed-owner', message, records.fileOf(id), records.lineOf(id));
  } else if (type === a6) {
    const prefixBits = data[start] ?? 0;
    const nameAt = start + 1 + 16 - (prefixBits >> 3);
    if (prefixBits > 0 && !isHostName(data, nameAt, false)) warnOfName(context, id, nameAt);
  } else {
    const offset = hostTargets.get(type);
    if (offset === undefined || isHostName(data, start + offset, false)) return;
    // A binding with priority 0 is an alias to any name.
    const isAlias = (type === 64 || type === 65) && data[start] === 0 && data[start + 1] === 0;
    if (!isAlias) warnOfName(context, id, start + offset);
  }
}

function warnOfName(context: CheckContext, id: number, at: number): void {
  const text = formatWireName(context.index.records.data.subarray(at));
  warnOf(
    context,
    id,
    'bad-name',
    `${recordText(context, id)}: ${text} is no name of a host: letters, digits and hyphens`,
  );
}
