/** The array with room for `length` elements, those there are kept. */
export function resizeUint32(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const resized = new Uint32Array(length);
  resized.set(array);
  return resized;
}

/** The array with room for `length` elements, those there are kept. */
export function resizeUint16(array: Uint16Array<ArrayBuffer>, length: number): Uint16Array<ArrayBuffer> {
  const resized = new Uint16Array(length);
  resized.set(array);
  return resized;
}

/** Room for at least `size` bytes, half as much again as there was. */
export function growBytes(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(size, Math.ceil(bytes.length * 1.5)));
  grown.set(bytes);
  return grown;
}
