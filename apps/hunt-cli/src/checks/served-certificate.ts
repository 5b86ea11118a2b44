import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { Internet } from '../environment/internet.ts';
import type { Finding } from './check.ts';

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

/** Whether the apex and an arbitrary name under the wildcard are served with the certificate that the host has. */
export async function checkServedCertificate(
  address: string,
  domain: string,
  fingerprint256: string | undefined,
  { certificateAuthority }: Internet,
  signal: AbortSignal,
): Promise<Finding[]> {
  const names = [domain, `any-name.${domain}`];
  const served = await Promise.all(
    names.map((name) =>
      fetchServedCertificate(address, name, certificateAuthority?.issuerCertificates, signal),
    ),
  );
  const isCurrent = served.every((each) => each.fingerprint256 === fingerprint256);
  return [
    {
      check: 'served',
      ok: isCurrent,
      message: isCurrent
        ? `${names.join(' and ')} get this certificate`
        : `${address} serves another certificate than the one in its place`,
      remedy: 'have it loaded: hunt ssh -- systemctl reload nginx',
    },
  ];
}
