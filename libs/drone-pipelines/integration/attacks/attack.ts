/** One attack of the catalogue (facts/drone.md §6), as something that runs. */
export interface Attack {
  /** Such as `A01`. */
  readonly id: string;
  readonly title: string;
  /** Where ours stands against it. */
  readonly levels: readonly ('reader' | 'lint' | 'policy' | 'protocol' | 'decision' | 'signature')[];
  /** Whether the facts deduce it from source rather than having seen it run. */
  readonly isDeduced: boolean;
  /** Runs it where nothing of ours is used. It must succeed; says what it got. */
  readonly naive: () => Promise<string> | string;
  /** Runs it against ours. It must be refused or do no harm; says which. */
  readonly ours: () => Promise<string> | string;
  /** What only a live server or runner can show. */
  readonly live: string;
}

/** Stops a case that did not go as it says. */
export function must(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(`The case does not show what it says: ${what}`);
}
