import type { RancherState } from './state.ts';

/** Where the state outlives the process. */
export interface StateStore {
  /** Undefined where nothing was ever saved. */
  load(): Promise<RancherState | undefined>;
  save(state: RancherState): Promise<void>;
}

/** Keeps a copy in memory, so that a second Rancher started over it finds what the first one knew. */
export function memoryStore(): StateStore {
  let kept: RancherState | undefined;
  return {
    load: async () => structuredClone(kept),
    save: async (state) => {
      kept = structuredClone(state);
    },
  };
}
