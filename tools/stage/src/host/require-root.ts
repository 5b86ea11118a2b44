import { PreflightError } from '../errors.ts';
import { checkUser } from './preflight.ts';

/** @throws PreflightError when this is not root. */
export function requireRoot(): void {
  const findings = checkUser(process.getuid?.() ?? -1);
  if (findings.length > 0) throw new PreflightError(findings);
}
