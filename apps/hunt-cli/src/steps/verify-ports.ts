import { closedPorts, probePorts } from '../checks/probe-ports.ts';
import { VerificationError } from './verification-error.ts';

/**
 * Proves from here that the machine answers, and on none of the ports that must be closed.
 *
 * @throws VerificationError
 */
export async function verifyPorts(address: string, signal: AbortSignal): Promise<void> {
  const open = await probePorts(address, [22, ...closedPorts], signal);
  if (!open.includes(22)) throw new VerificationError(`port 22 of ${address} does not answer from here`);
  const leaks = open.filter((port) => port !== 22);
  if (leaks.length === 0) return;
  throw new VerificationError(
    `${address} answers on port ${leaks.join(', ')}, which must be closed; run hunt plan to see what opened it`,
  );
}
