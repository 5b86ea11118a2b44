import { webcrypto, type KeyObject } from 'node:crypto';

import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';

/** A signing request for these names, PEM in base64, as CertificateRequests and Orders carry it. */
export async function makeRequest(key: KeyObject, dnsNames: readonly string[]): Promise<string> {
  const algorithm =
    key.asymmetricKeyType === 'ec'
      ? {
          name: 'ECDSA',
          hash: 'SHA-256',
          namedCurve: key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'P-384' : 'P-256',
        }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const { subtle } = webcrypto;
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const privateKey = await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const jwk = await subtle.exportKey('jwk', privateKey);
  const { kty, n, e, crv, x, y } = jwk;
  const open = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
  const publicKey = await subtle.importKey('jwk', open as webcrypto.JsonWebKey, algorithm, true, ['verify']);
  const request = await Pkcs10CertificateRequestGenerator.create(
    {
      keys: { privateKey, publicKey },
      signingAlgorithm: algorithm,
      extensions: [new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns', value })))],
    },
    webcrypto,
  );
  return Buffer.from(`${request.toString('pem')}\n`).toString('base64');
}
