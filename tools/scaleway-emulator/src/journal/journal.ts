import type { FaultKind } from '../faults/fault.ts';

/** One request as it was received. */
export interface JournalEntry {
  /** ISO 8601. */
  at: string;
  method: string;
  /** Without the query. */
  path: string;
  /** With its `?`; empty when there was none. */
  query: string;
  /** null while unanswered, and when the reply was lost or never came. */
  status: number | null;
  /** The kind of the injected fault that met the request. */
  fault?: FaultKind;
  /** Of a fault that meets every call site: which one this was. */
  site?: string;
}

/** Every request of the API, in order of arrival. */
export class Journal {
  #entries: JournalEntry[] = [];

  add(at: Date, method: string, url: string): JournalEntry {
    const [path = '', ...query] = url.split('?');
    const entry: JournalEntry = {
      at: at.toISOString(),
      method,
      path,
      query: query.length === 0 ? '' : `?${query.join('?')}`,
      status: null,
    };
    this.#entries.push(entry);
    return entry;
  }

  read(): JournalEntry[] {
    return structuredClone(this.#entries);
  }

  clear(): void {
    this.#entries = [];
  }
}
