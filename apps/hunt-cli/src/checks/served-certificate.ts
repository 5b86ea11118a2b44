import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';

/** A certificate as a client outside sees it. */
export interface ServedCertificate {
  issuer: string;
  /** ISO 8601. */
  notAfter: string;
  fingerprint256: string;
}

const patienceMs = 5_000;

/**
 * Makes a TLS connection to an address under a name, as a browser would, and returns the certificate it accepted.
 *
 * @param trusted PEM of whom to trust; the authorities Node trusts where there is none
 * @throws the handshake's own error, such as a name that does not match or a chain that leads nowhere
 */
export function fetchServedCertificate(
  address: string,
  name: string,
  trusted: string | undefined,
  signal: AbortSignal,
): Promise<ServedCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port: 443,
      servername: name,
      ...(trusted === undefined ? {} : { ca: trusted }),
    });
    const abort = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(patienceMs, () => socket.destroy(new Error(`no answer within ${patienceMs / 1000} s`)));
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const certificate = new X509Certificate(socket.getPeerCertificate().raw);
      socket.end();
      resolve({
        issuer: certificate.issuer,
        notAfter: new Date(certificate.validTo).toISOString(),
        fingerprint256: certificate.fingerprint256,
      });
    });
  });
}
