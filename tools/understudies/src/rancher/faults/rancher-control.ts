import type { Fault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';
import type { Journal, JournalEntry } from './journal.ts';

/** What a test may ask beside the API. */
export interface RancherControl {
  inject(fault: Fault): void;
  /** Forgets the faults that have not happened yet. */
  clearFaults(): void;
  /** Every request so far, in order of arrival. */
  journal(): readonly JournalEntry[];
  clearJournal(): void;
}

export function controlOf(faults: FaultBook, journal: Journal): RancherControl {
  return {
    inject: (fault) => faults.inject(fault),
    clearFaults: () => faults.clear(),
    journal: () => journal.read(),
    clearJournal: () => journal.clear(),
  };
}
