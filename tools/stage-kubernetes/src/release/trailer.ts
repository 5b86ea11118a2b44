/** Ends the file, so that the program knows at a look whether it carries a payload. */
const mark = 'STAGEK3S';

/** Length of the trailer. */
export const trailerBytes = 48;

/**
 * What stands behind the payload at the end of the `k3s` file: its SHA-256, its length as 64 bits with the highest
 * first, and a mark. The program itself is what comes before the payload.
 */
export function formatTrailer(payload: { sha256: Buffer; sizeBytes: number }): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(payload.sizeBytes));
  return Buffer.concat([payload.sha256, size, Buffer.from(mark, 'ascii')]);
}
