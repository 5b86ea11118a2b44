import { createPrivateKey as parseKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { InvalidRequestError } from '../errors.ts';

/** Kinds of private key, for certificates and accounts alike. */
export type KeyType = 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096';

/**
 * Makes a private key.
 *
 * @param keyType @default 'ecdsa-p256'
 * @returns PEM (PKCS #8, not encrypted)
 *
 * @example
 * ```ts
 * const keyPem = await generatePrivateKey('ecdsa-p384');
 * ```
 */
export async function generatePrivateKey(keyType: KeyType = 'ecdsa-p256'): Promise<string> {
  const generate = promisify(generateKeyPair);
  const { privateKey } = keyType.startsWith('rsa-')
    ? await generate('rsa', { modulusLength: Number(keyType.slice(4)) })
    : await generate('ec', { namedCurve: keyType === 'ecdsa-p384' ? 'P-384' : 'P-256' });
  return exportKey(privateKey);
}

const exportKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/**
 * A key as acme-client wants it: PKCS #8, and of a kind it can sign with.
 *
 * @throws InvalidRequestError, without the key in its message
 */
export function readPrivateKey(pem: string, whose: string): string {
  let key: KeyObject;
  try {
    key = parseKey(pem);
  } catch (error) {
    throw new InvalidRequestError(`${whose} is not a PEM private key that can be read without a passphrase`, {
      cause: error,
    });
  }
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ec')
    throw new InvalidRequestError(
      `${whose} is of type ${String(key.asymmetricKeyType)}; RSA and ECDSA keys can be used`,
    );
  return exportKey(key);
}
