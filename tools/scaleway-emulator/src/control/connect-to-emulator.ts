import type { JournalEntry } from '../journal/journal.ts';
import { controlPrefix } from './control-routes.ts';
import type { EmulatorControl } from './emulator-control.ts';

/**
 * The control of an emulator in another process.
 *
 * @param url - the base address that `startScalewayEmulator` gave, without a slash at the end
 */
export function connectToEmulator(url: string): EmulatorControl {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}${controlPrefix}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The emulator at ${url} refused ${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    journal: async () => ((await call('GET', 'journal')) as { entries: JournalEntry[] }).entries,
    clearJournal: async () => {
      await call('DELETE', 'journal');
    },
    inject: async (fault) => {
      await call('POST', 'faults', fault);
    },
    clearFaults: async () => {
      await call('DELETE', 'faults');
    },
    setAvailability: async (commercialType, availability) => {
      await call('PUT', 'availability', { commercialType, availability });
    },
    setQuota: async (name, limit) => {
      await call('PUT', 'quota', { name, limit });
    },
  };
}
