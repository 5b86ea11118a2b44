/** One element of DER (X.690 §8.1), as far as certificates need it: tags of one byte, lengths of up to four. */
export interface DerElement {
  tag: number;
  content: Buffer;
}

/**
 * The elements that stand one after another in `bytes`. Node reads certificates but tells neither the identifier of
 * the issuer's key nor the serial number as it was encoded, and both are needed byte for byte.
 *
 * @throws RangeError when a length points beyond the end
 */
export function readDer(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if (lengthBytes > 4) throw new RangeError('a DER length of more than four bytes');
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) throw new RangeError('a DER element is longer than what holds it');
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}
