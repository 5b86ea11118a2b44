import { createPrivateKey, X509Certificate } from 'node:crypto';

import type { TlsSecret } from './cluster-objects.ts';
import type { ServedCertificate } from './routing.ts';

const decode = (value: string | undefined): string => Buffer.from(value ?? '', 'base64').toString();

/** @returns a text when the Secret holds no certificate that can be served: why */
export function readCertificate({ data }: TlsSecret): ServedCertificate | string {
  const [chainPem, keyPem] = [decode(data?.['tls.crt']), decode(data?.['tls.key'])];
  if (chainPem === '' || keyPem === '') return 'it has no tls.crt or no tls.key';
  try {
    const leaf = new X509Certificate(chainPem);
    if (!leaf.checkPrivateKey(createPrivateKey(keyPem))) return 'tls.key does not belong to tls.crt';
    const names = [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].map(([, name = '']) => name);
    return { names: names.map((name) => name.toLowerCase()), chainPem, keyPem };
  } catch {
    return 'tls.crt or tls.key is no PEM';
  }
}
