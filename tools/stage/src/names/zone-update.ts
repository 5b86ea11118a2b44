import type { ServedRecord, ServedZone } from '@wescale/scaleway-emulator';
import { startOfAuthority } from './named-configuration.ts';

/** A zone's first file. */
export function formatZone(zone: ServedZone): string {
  return [
    '$TTL 3600',
    `${zone.name}. ${startOfAuthority}`,
    ...recordSets(zone).flatMap((set) => set.lines),
    '',
  ].join('\n');
}

/**
 * The commands of nsupdate(1) that make one zone of the other, in one message: what is asked in between sees the zone
 * before or after, never half of it. Empty when nothing is to change.
 *
 * What goes comes first, since an alias has no room beside other records (RFC 2136, section 3.4.2.2). A zone's own name
 * servers go last and one by one, since there must always be one (section 3.4.2.4).
 */
export function planZoneUpdate(before: ServedZone, after: ServedZone): string[] {
  const [old, wanted] = [recordSets(before), recordSets(after)];
  const isSame = (one: RecordSet): boolean =>
    old.some(({ lines }) => lines.join('\n') === one.lines.join('\n'));
  const head = `${after.name}.`;
  const isHead = ({ name, type }: RecordSet): boolean => name === head && type === 'NS';
  const changed = wanted.filter((set) => !isSame(set));
  const left = old.filter((set) => !wanted.some(({ name, type }) => set.name === name && set.type === type));
  const oldHead = old.find(isHead)?.data ?? [];
  const newHead = wanted.find(isHead)?.data ?? [];
  const commands = [
    ...[...left, ...changed]
      .filter((set) => !isHead(set))
      .map(({ name, type }) => `update delete ${name} ${type}`),
    ...changed.flatMap((set) => set.lines.map((line) => `update add ${line}`)),
    ...oldHead.filter((data) => !newHead.includes(data)).map((data) => `update delete ${head} NS ${data}`),
  ];
  return commands.length === 0 ? [] : [`zone ${head}`, ...commands, 'send'];
}

/** All records of one name and type, which in DNS have one TTL (RFC 2181, section 5.2). */
interface RecordSet {
  /** In full, with its dot at the end. */
  name: string;
  type: string;
  data: string[];
  /** As in a zone file, sorted. */
  lines: string[];
}

function recordSets(zone: ServedZone): RecordSet[] {
  const groups = new Map<string, ServedRecord[]>();
  for (const record of zone.records) {
    const key = `${record.name} ${record.type}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()].map((records) => {
    const [{ name: relative, type }] = records as [ServedRecord];
    const name = relative === '' ? `${zone.name}.` : `${relative}.${zone.name}.`;
    const data = records.map((record) => record.data);
    const ttlSeconds = Math.min(...records.map((record) => record.ttlSeconds));
    return { name, type, data, lines: data.map((one) => `${name} ${ttlSeconds} ${type} ${one}`).sort() };
  });
}
