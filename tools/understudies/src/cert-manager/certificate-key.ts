import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import type { PrivateKeySpec } from './resources.ts';

const curves: Readonly<Record<number, { name: string; openssl: string }>> = {
  256: { name: 'P-256', openssl: 'prime256v1' },
  384: { name: 'P-384', openssl: 'secp384r1' },
};

/** A new key as a Certificate asks for it. @default RSA of 2048 bits, ECDSA of 256 */
export async function generateKey(spec: PrivateKeySpec = {}): Promise<KeyObject> {
  const generate = promisify(generateKeyPair);
  if (spec.algorithm === 'ECDSA') {
    const namedCurve = curves[spec.size ?? 256]?.name;
    if (namedCurve === undefined) throw new Error(`there is no ECDSA key of ${spec.size ?? 0} bits here`);
    return (await generate('ec', { namedCurve })).privateKey;
  }
  return (await generate('rsa', { modulusLength: spec.size ?? 2048 })).privateKey;
}

/** PEM in the encoding asked for; PKCS1 of an ECDSA key is what SEC 1 says. */
export function encodeKey(key: KeyObject, { encoding = 'PKCS1' }: PrivateKeySpec = {}): string {
  if (encoding === 'PKCS8') return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const type = key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return key.export({ type, format: 'pem' }).toString();
}

export const readKey = (base64: string): KeyObject =>
  createPrivateKey(Buffer.from(base64, 'base64').toString());

/** Whether a key is of the kind and size asked for. */
export function matchesSpec(key: KeyObject, spec: PrivateKeySpec = {}): boolean {
  const details = key.asymmetricKeyDetails ?? {};
  if (spec.algorithm === 'ECDSA')
    return (
      key.asymmetricKeyType === 'ec' &&
      (spec.size === undefined || details.namedCurve === curves[spec.size]?.openssl)
    );
  return key.asymmetricKeyType === 'rsa' && details.modulusLength === (spec.size ?? 2048);
}
