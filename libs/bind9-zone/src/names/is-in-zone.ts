import { lowerCase } from '../lexing/characters.ts';

/** Whether the wire name `name[0, length)` is `zone` or lies below it; case does not count. */
export function isInZone(name: Uint8Array, length: number, zone: Uint8Array): boolean {
  const offset = length - zone.length;
  if (offset < 0) return false;
  for (let at = 0; at < zone.length; at += 1) {
    if (lowerCase[name[offset + at] ?? 0] !== lowerCase[zone[at] ?? 0]) return false;
  }
  // The match has to begin at a label.
  let label = 0;
  while (label < offset) label += 1 + (name[label] ?? 0);
  return label === offset;
}
