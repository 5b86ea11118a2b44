import { CertificateUnreadableError, parseChain } from './certificate-chain.ts';
import { readDer, type DerElement } from './read-der.ts';

const sequence = 0x30;
const integer = 0x02;
/** `[3] extensions` of a certificate, `[0] keyIdentifier` of the extension. */
const extensionsTag = 0xa3;
const keyIdentifierTag = 0x80;
/** id-ce-authorityKeyIdentifier, 2.5.29.35. */
const authorityKeyIdentifier = Buffer.from([0x55, 0x1d, 0x23]);

/**
 * The name ARI knows a certificate by (RFC 9773 §4.1): identifier of the issuer's key and serial number, both as they
 * stand in the certificate.
 *
 * @param chainPem a PEM certificate, or a chain with the leaf first
 * @throws CertificateUnreadableError also when the certificate does not name the issuer's key
 *
 * @example
 * ```ts
 * certificateId(certificate.chainPem); // 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE'
 * ```
 */
export function certificateId(chainPem: string): string {
  const [leaf] = parseChain(chainPem);
  let keyIdentifier: Buffer | undefined;
  let serialNumber: Buffer | undefined;
  try {
    const body = childrenOf(childrenOf(readDer(leaf.raw)[0])[0]);
    serialNumber = body.find(({ tag }) => tag === integer)?.content;
    const extensions = childrenOf(childrenOf(body.find(({ tag }) => tag === extensionsTag))[0]);
    const extension = extensions
      .map((entry) => childrenOf(entry))
      .find(([name]) => name?.content.equals(authorityKeyIdentifier));
    const value = extension?.at(-1);
    const [identifiers] = value === undefined ? [] : readDer(value.content);
    keyIdentifier = childrenOf(identifiers).find(({ tag }) => tag === keyIdentifierTag)?.content;
  } catch (error) {
    throw new CertificateUnreadableError('the certificate is no sound DER', { cause: error });
  }
  if (keyIdentifier === undefined || serialNumber === undefined)
    throw new CertificateUnreadableError('the certificate does not name the key of its issuer');
  return `${keyIdentifier.toString('base64url')}.${serialNumber.toString('base64url')}`;
}

const childrenOf = (element: DerElement | undefined): DerElement[] => {
  const isConstructed = element?.tag === sequence || element?.tag === extensionsTag;
  return isConstructed ? readDer(element.content) : [];
};
