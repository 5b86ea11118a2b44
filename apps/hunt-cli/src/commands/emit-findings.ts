import type { Finding } from '../checks/check.ts';
import type { Session } from '../run/session.ts';
import { exitCodes } from './verb.ts';

/** Reports all findings, each remedy only where it is needed. @returns the exit code */
export function emitFindings({ reporter }: Session, findings: Finding[]): number {
  for (const { check, ok, message, remedy } of findings) {
    reporter.emit({
      event: 'finding',
      check,
      ok,
      message,
      ...(ok || remedy === undefined ? {} : { remedy }),
    });
  }
  return findings.every((finding) => finding.ok) ? exitCodes.ok : exitCodes.error;
}
