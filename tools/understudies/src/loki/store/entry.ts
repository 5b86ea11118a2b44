import type { Labels } from '../labels.ts';

/** A line of a stream. */
export interface Entry {
  timestampNs: bigint;
  line: string;
  /** Structured metadata: labels of this line that do not make a stream of its own. */
  metadata: Labels;
}

/** Lines that share their labels, the oldest first. */
export interface Stream {
  labels: Labels;
  entries: Entry[];
}

/** Where in a stream the first line of this time or later is. */
export function firstFrom(entries: readonly Entry[], timestampNs: bigint): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] as Entry).timestampNs < timestampNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
