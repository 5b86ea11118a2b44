/** Room for twice as many elements, those there are kept. */
export function growUint32(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(array.length * 2);
  grown.set(array);
  return grown;
}

/** Room for twice as many elements, those there are kept. */
export function growUint16(array: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const grown = new Uint16Array(array.length * 2);
  grown.set(array);
  return grown;
}

/** Room for at least `size` bytes, half as much again as there was. */
export function growBytes(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(size, Math.ceil(bytes.length * 1.5)));
  grown.set(bytes);
  return grown;
}
