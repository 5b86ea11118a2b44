import { Bind9ZoneError } from '../errors.ts';
import { type Finding, formatFinding } from './finding.ts';

/** A zone text that BIND would not load; `findings` has every reason. */
export class ZoneRefusedError extends Bind9ZoneError {
  readonly code = 'zone-refused';
  /** Errors and warnings, in the order of the text. */
  readonly findings: readonly Finding[];

  constructor(origin: string, findings: readonly Finding[]) {
    const errors = findings.filter((finding) => finding.severity === 'error');
    const first = errors[0] === undefined ? '' : `: ${formatFinding(errors[0])}`;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(`the zone ${origin} is refused${first}${more}`);
    this.findings = findings;
  }
}
