import type { FaultBook } from '../faults/fault-book.ts';
import type { Journal, JournalEntry } from '../faults/journal.ts';
import type { RancherControl } from '../faults/rancher-control.ts';
import type { Rancher } from '../rancher.ts';
import type { StateStore } from '../state/state-store.ts';
import type { Route } from './route.ts';

/** What the HTTP and websocket listeners are made of. */
export interface ListenerParts {
  rancher: Rancher;
  routes: readonly Route[];
  store: StateStore;
  faults: FaultBook;
  journal: Journal;
  /** Hears of every request that has been answered. */
  onAnswer: (entry: JournalEntry) => void;
  /** Offered over HTTP too; undefined where it is not. */
  httpControl: RancherControl | undefined;
  /** Whether TLS ends here, so that no proxy has to say so. */
  isTls: boolean;
}
