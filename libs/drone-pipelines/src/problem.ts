import type { Path } from './path.ts';

/** `error`: Drone would refuse it, or a guard is not what it looks like. `warning`: it works, but says less than it seems to. */
export type Severity = 'error' | 'warning';

/**
 * Who has the rule: Drone's server, one of its runners, Drone's YAML library (run by `drone lint`, not by the server),
 * the reader (what Drone silently ignores) or this library.
 */
export type ProblemSource =
  'reader' | 'server' | 'drone-yaml' | 'docker' | 'kubernetes' | 'exec' | 'ssh' | 'ours';

/** One thing that is wrong with a file or a resource, as data. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly source: ProblemSource;
  /** What is wrong, with the values at hand. */
  readonly message: string;
  /** Drone's own message for it, word for word, where Drone has one. */
  readonly droneMessage?: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Index of the document in the file, from 0. */
  readonly document: number;
  /** Where in the document, such as `steps[0].image`; empty for the document itself. */
  readonly path: string;
  /** From 1; absent where the resource was not read from text. */
  readonly line?: number;
  /** From 1; absent where the resource was not read from text. */
  readonly column?: number;
}

/** What the reader and the rules report, before it is placed in a file. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly source: ProblemSource;
  readonly message: string;
  readonly droneMessage?: string;
  readonly reason: string;
  readonly remedy: string;
  readonly path: Path;
}
