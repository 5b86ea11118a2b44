import type { RancherState } from './state.ts';

/** Where the state outlives the process. */
export interface StateStore {
  /** Undefined where nothing was ever saved. */
  load(): Promise<RancherState | undefined>;
  /** What somebody else saved since the last load or save; undefined when nobody has. */
  loadNewer(): Promise<RancherState | undefined>;
  /** @throws {@link StateConflictError} when somebody else has saved since */
  save(state: RancherState): Promise<void>;
}

/** Another process changed the state meanwhile: what was to be saved is built on what is no longer true. */
export class StateConflictError extends Error {}

/** Keeps a copy in memory, so that a second Rancher started over it finds what the first one knew. */
export function memoryStore(): StateStore {
  let kept: RancherState | undefined;
  return {
    load: async () => structuredClone(kept),
    loadNewer: async () => undefined,
    save: async (state) => {
      kept = structuredClone(state);
    },
  };
}
