/** FNV-1 of 32 bits in hexadecimal, under which the results of checks are kept (pkg/resources/fluentd/appconfigmap.go, `configHash`). */
export function configHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 0x01000193) ^ byte) >>> 0;
  return hash.toString(16);
}
