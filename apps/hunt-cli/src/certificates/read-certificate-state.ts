import type { HostConnection } from '@wescale/ssh-host';
import { parseFields } from '../checks/fields.ts';
import { certificateScript, parseCertificateState, type CertificateState } from './certificate-state.ts';

/** One trip to the host. */
export async function readCertificateState(
  connection: HostConnection,
  signal: AbortSignal,
): Promise<CertificateState> {
  const { stdout } = await connection.run(certificateScript, { signal });
  return parseCertificateState(parseFields(stdout));
}
