import { DronePipelinesError } from '../errors.ts';
import type { Problem } from '../problem.ts';

/** Pipelines that must not be answered with: they hold a secret, read text of players, or break a rule. */
export class InvalidTrustError extends DronePipelinesError {
  override readonly name = 'InvalidTrustError';
  readonly code = 'invalid-trust';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const [first] = problems;
    const where = first ? `document ${first.document}, ${first.path || 'top'}: ${first.message}` : '';
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(`The pipelines cannot be trusted: ${where}${more}`);
    this.problems = problems;
  }
}
