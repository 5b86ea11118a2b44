import type { Fault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';

/** One request as it was received; the body is not kept, it may hold a password. */
export interface JournalEntry {
  method: string;
  /** Without the query. */
  path: string;
  /** With its `?`; empty when there was none. */
  query: string;
  /** null while unanswered, and when the reply was lost. */
  status: number | null;
  fault?: Fault['kind'];
}

/** What a test may ask beside the API. */
export interface RancherControl {
  inject(fault: Fault): void;
  /** Forgets the faults that have not happened yet. */
  clearFaults(): void;
  /** Every request so far, in order of arrival. */
  journal(): readonly JournalEntry[];
  clearJournal(): void;
}

export function controlOf(faults: FaultBook, entries: JournalEntry[]): RancherControl {
  return {
    inject: (fault) => faults.inject(fault),
    clearFaults: () => faults.clear(),
    journal: () => structuredClone(entries),
    clearJournal: () => {
      entries.length = 0;
    },
  };
}
