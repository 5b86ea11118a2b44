import type { HostConnection } from '@wescale/ssh-host';
import type { RenewalRequest } from '../renewer/last-run.ts';
import { renewerUnits, requestScript } from './renewer-resources.ts';

/** The host has no renewer. */
export class RenewerMissingError extends Error {
  readonly code = 'renewer-missing';
}

/** More than systemd lets the renewer run. */
const timeoutMs = 25 * 60_000;

/**
 * Runs the renewer on the host and waits for its end, however it ends; what came of it is in its record. It runs under
 * systemd, never twice at once, and goes on when the link is lost.
 *
 * @throws RenewerMissingError
 */
export async function requestRenewal(
  connection: HostConnection,
  request: RenewalRequest,
  signal: AbortSignal,
): Promise<void> {
  const { exitCode } = await connection.run(
    `[ -e /etc/systemd/system/${renewerUnits.service} ] || exit 3; { ${requestScript(request)}; } || true`,
    { signal, timeoutMs },
  );
  if (exitCode === 3)
    throw new RenewerMissingError(`${connection.host} has no renewer yet; hunt core sets it up`);
}
