/** What was done to the runs of one world, and how they took it. */
export interface Strikes {
  /** Each call site that was met, or what a run did last when it was killed. */
  struck: string[];
  /** How many disturbed runs there were; a removal is one, too. */
  runs: number;
  /** What runs ended in, where they were to end. */
  errors: string[];
  /** The last of these runs has come to its end. */
  isConverged: boolean;
  problems: string[];
}

/** Before anything was disturbed. */
export const noStrikes = (): Strikes => ({
  ...{ struck: [], runs: 0, errors: [], isConverged: false, problems: [] },
});
