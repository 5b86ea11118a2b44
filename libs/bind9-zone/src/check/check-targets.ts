import { formatWireName } from '../rdata/fields/domain-name.ts';
import { type CheckContext, ownerText, recordText, refuse, warnOf } from './check-context.ts';
import type { Lookup } from './zone-lookup.ts';

const ns = 2;
const mx = 15;
const txt = 16;
const srv = 33;
const spf = 99;

/** Bytes before the target in the data of a type that points at hosts. */
const targetOffset: Readonly<Partial<Record<number, number>>> = { [ns]: 0, [mx]: 2, [srv]: 6 };

/** What is wrong with a target, as a sentence without its beginning; empty when nothing is. */
function describe(context: CheckContext, lookup: Lookup): string {
  switch (lookup.kind) {
    case 'none':
      return 'has no address records (A or AAAA)';
    case 'cname':
      return 'is an alias (CNAME), which is not allowed';
    case 'dname':
      return `is below the DNAME at ${formatWireName(context.index.names.wire(lookup.at))}, which is not allowed`;
    default:
      return '';
  }
}

/** A target within the zone, looked up; undefined for one outside, and for "." which is no host. */
function lookUpTarget(
  context: CheckContext,
  id: number,
  type: number,
): { name: string; lookup: Lookup } | undefined {
  const { records } = context.index;
  const start = records.startOf(id) + (targetOffset[type] ?? 0);
  const end = records.endOf(id);
  if (end - start === 1 || !context.lookup.isInZone(records.data, start, end)) return undefined;
  const lookup = context.lookup.find(records.data, start, end);
  if (lookup.kind === 'addresses') return undefined;
  return { name: formatWireName(records.data.subarray(start, end)), lookup };
}

/** Checks that the name servers at the top of the zone have addresses, where they are within it. */
export function checkTopServers(context: CheckContext): void {
  const { index, lookup } = context;
  for (let id = index.firstOf(lookup.top); id >= 0; id = index.nextOf(id)) {
    if (index.records.types[id] !== ns) continue;
    const target = lookUpTarget(context, id, ns);
    const problem = target === undefined ? '' : describe(context, target.lookup);
    if (problem === '') continue;
    refuse(context, id, 'server-without-address', `the name server ${target?.name ?? ''} ${problem}`);
  }
}

/** Checks what the records of a name point at: mail exchanges, services, delegations, and SPF in the right type. */
export function checkTargets(context: CheckContext, name: number): void {
  const { index, lookup } = context;
  const { types } = index.records;
  let hasSpfType = -1;
  let hasText = false;
  const isTop = name === lookup.top;
  for (let id = index.firstOf(name); id >= 0; id = index.nextOf(id)) {
    const type = types[id] ?? 0;
    if (type === spf) hasSpfType = id;
    if (type === txt) hasText ||= isSpfText(context, id);
    if (type !== mx && type !== srv && type !== ns) continue;
    if (lookup.isHidden(name)) return;
    if (type === ns) {
      if (isTop) continue;
      // A delegation hides what else is at its name; NS comes first in the chain.
      for (let at = id; at >= 0 && types[at] === ns; at = index.nextOf(at)) checkGlue(context, at);
      return;
    }
    if (type === mx || context.isInternet) checkHost(context, id, type);
  }
  if (hasSpfType >= 0 && !hasText && context.isInternet && !lookup.isHidden(name)) {
    const text = `${ownerText(context, hasSpfType)} has an SPF record but no TXT record that begins "v=spf1"`;
    warnOf(
      context,
      hasSpfType,
      'spf-without-txt',
      `${text}: type SPF is read by nobody (RFC 7208 section 3.1)`,
    );
  }
}

function checkHost(context: CheckContext, id: number, type: number): void {
  const target = lookUpTarget(context, id, type);
  if (target === undefined) return;
  const problem = describe(context, target.lookup);
  if (problem === '') return;
  const kind = type === mx ? 'mx' : 'srv';
  const code = target.lookup.kind === 'none' ? `${kind}-without-address` : `${kind}-is-alias`;
  warnOf(context, id, code, `${recordText(context, id)}: ${target.name} ${problem}`);
}

/** Checks a name server of a delegation: within the zone it has to have addresses, below the cut they are glue. */
function checkGlue(context: CheckContext, id: number): void {
  const target = lookUpTarget(context, id, ns);
  if (target === undefined) return;
  const { index } = context;
  const { lookup, name } = target;
  let problem = describe(context, lookup);
  if (lookup.kind === 'delegation') {
    if (lookup.hasGlue) return;
    problem = 'lies below a delegation and has no glue';
  }
  const start = index.records.startOf(id);
  const owner = index.names.wire(index.records.names[id] ?? 0);
  const isBelow = isSuffix(owner, index.records.data.subarray(start, index.records.endOf(id)));
  if (isBelow && (lookup.kind === 'none' || lookup.kind === 'delegation')) {
    problem = 'has no address records here (glue), without which nobody can reach it';
  }
  const code = lookup.kind === 'none' || lookup.kind === 'delegation' ? 'ns-without-address' : 'ns-is-alias';
  warnOf(context, id, code, `${recordText(context, id)}: ${name} ${problem}`);
}

/** Whether the wire name `suffix` ends `name` at a label; both in one spelling or not. */
function isSuffix(suffix: Uint8Array, name: Uint8Array): boolean {
  let at = 0;
  while (at < name.length - suffix.length) at += 1 + (name[at] ?? 0);
  if (at !== name.length - suffix.length) return false;
  return formatWireName(name.subarray(at)).toLowerCase() === formatWireName(suffix).toLowerCase();
}

/** Whether the strings of a TXT record, joined, are an SPF policy. */
function isSpfText(context: CheckContext, id: number): boolean {
  const rdata = context.index.records.rdata(id);
  let text = '';
  for (let at = 0; at < rdata.length && text.length < 7; at += 1 + (rdata[at] ?? 0)) {
    text += Buffer.from(rdata.subarray(at + 1, at + 1 + (rdata[at] ?? 0))).toString('latin1');
  }
  return /^v=spf1(?: |$)/.test(text);
}
