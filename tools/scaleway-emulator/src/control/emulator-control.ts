import { findQuotum } from '../account/quotas.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Fault } from '../faults/fault.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { Availability } from '../state/availability.ts';
import type { World } from '../state/world.ts';

/** What a test may ask of the emulator beside the API. */
export interface EmulatorControl {
  /** Every request of the API so far, in order of arrival. Control requests are not in it. */
  journal(): Promise<JournalEntry[]>;
  clearJournal(): Promise<void>;
  inject(fault: Fault): Promise<void>;
  /** Forgets the faults that have not happened yet. */
  clearFaults(): Promise<void>;
  /** Puts a commercial type in stock or out of it; in `shortage` a server of it cannot be powered on. */
  setAvailability(commercialType: string, availability: Availability): Promise<void>;
  /**
   * Sets the limit of a quota; what is there already stays.
   *
   * @param name - as `GET /iam/v1alpha1/quota` lists it: `cp_servers_type_PRO2_XXS`, `k8s_clusters`, `lb_lbs` …
   * @throws Error for a quota that there is not
   */
  setQuota(name: string, limit: number): Promise<void>;
}

export function controlOf(world: World, journal: Journal, faults: FaultBook): EmulatorControl {
  return {
    journal: async () => journal.read(),
    clearJournal: async () => journal.clear(),
    inject: async (fault) => faults.inject(fault),
    clearFaults: async () => faults.clear(),
    setAvailability: async (commercialType, availability) => {
      world.availability.set(commercialType, availability);
    },
    setQuota: async (name, limit) => {
      world.quotaLimits.set(findQuotum(name).name, limit);
    },
  };
}
