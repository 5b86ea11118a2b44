import { DronePipelinesError } from '../errors.ts';
import type { Problem } from '../problem.ts';

/** A resource that Drone would refuse, or read otherwise than it was written. */
export class InvalidResourceError extends DronePipelinesError {
  override readonly name = 'InvalidResourceError';
  readonly code = 'invalid-resource';
  /** Where the first problem is, such as `steps[0].image`. */
  readonly path: string;
  readonly problems: readonly Problem[];

  constructor(what: string, message: string, path: string, problems: readonly Problem[], cause?: unknown) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(`The ${what} is not valid at ${path || 'its top'}: ${message}${more}`, { cause });
    this.path = path;
    this.problems = problems;
  }
}
