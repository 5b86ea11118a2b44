import type { Fault } from './fault.ts';

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

/** A pod is probed for weeks: older requests are forgotten. */
const maximumEntries = 10_000;

/** Every request so far, in order of arrival. */
export class Journal {
  #entries: JournalEntry[] = [];

  add(method: string, url: string): JournalEntry {
    const [path = '', ...rest] = url.split('?');
    const query = rest.length === 0 ? '' : `?${rest.join('?')}`;
    const entry: JournalEntry = { method, path, query, status: null };
    this.#entries.push(entry);
    if (this.#entries.length > maximumEntries) this.#entries.shift();
    return entry;
  }

  read(): JournalEntry[] {
    return structuredClone(this.#entries);
  }

  clear(): void {
    this.#entries = [];
  }
}
