import { lowerCase } from '../lexing/characters.ts';
import type { ZoneIndex } from './zone-index.ts';

/** Label starts of a wire name, the rightmost (before the root) first. */
function labelStarts(wires: Uint8Array, start: number, into: Uint8Array): number {
  let count = 0;
  for (let at = start; (wires[at] ?? 0) !== 0; at += 1 + (wires[at] ?? 0)) {
    into[count] = at - start;
    count += 1;
  }
  return count;
}

const left = new Uint8Array(128);
const right = new Uint8Array(128);

/** Orders two wire names as DNSSEC does: by labels from the right, bytewise, case aside (RFC 4034 section 6.1). */
export function compareWireNames(wires: Uint8Array, one: number, other: number): number {
  const leftCount = labelStarts(wires, one, left);
  const rightCount = labelStarts(wires, other, right);
  const common = Math.min(leftCount, rightCount);
  for (let label = 1; label <= common; label += 1) {
    const leftAt = one + (left[leftCount - label] ?? 0);
    const rightAt = other + (right[rightCount - label] ?? 0);
    const leftLength = wires[leftAt] ?? 0;
    const rightLength = wires[rightAt] ?? 0;
    const length = Math.min(leftLength, rightLength);
    for (let at = 1; at <= length; at += 1) {
      const order = (lowerCase[wires[leftAt + at] ?? 0] ?? 0) - (lowerCase[wires[rightAt + at] ?? 0] ?? 0);
      if (order !== 0) return order;
    }
    if (leftLength !== rightLength) return leftLength - rightLength;
  }
  return leftCount - rightCount;
}

/** Names that have records, in canonical order. */
export function sortedNames(index: ZoneIndex): Uint32Array {
  const { names } = index;
  const ids = new Uint32Array(names.size);
  let count = 0;
  for (let name = 0; name < names.size; name += 1) {
    if (index.firstOf(name) < 0) continue;
    ids[count] = name;
    count += 1;
  }
  const { wires, starts } = names;
  return ids
    .subarray(0, count)
    .sort((one, other) => compareWireNames(wires, starts[one] ?? 0, starts[other] ?? 0));
}
