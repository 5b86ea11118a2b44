const hyphen = 0x2d;
const asterisk = 0x2a;

/** 1 for letters and digits. */
const border = new Uint8Array(256);
for (let byte = 0x30; byte <= 0x39; byte += 1) border[byte] = 1;
for (let byte = 0x41; byte <= 0x5a; byte += 1) border[byte] = border[byte + 0x20] = 1;

/**
 * Whether the wire name at `at` is a host's: labels of letters, digits and, within, hyphens (RFC 1123 section 2.1).
 * The root counts. The first label may be `*` when `mayBeWildcard`.
 */
export function isHostName(wire: Uint8Array, at: number, mayBeWildcard: boolean): boolean {
  let label = at;
  if (mayBeWildcard && wire[label] === 1 && wire[label + 1] === asterisk) label += 2;
  for (; (wire[label] ?? 0) !== 0; label += 1 + (wire[label] ?? 0)) {
    const end = label + (wire[label] ?? 0);
    if (border[wire[label + 1] ?? 0] === 0 || border[wire[end] ?? 0] === 0) return false;
    for (let index = label + 2; index < end; index += 1) {
      const byte = wire[index] ?? 0;
      if (border[byte] === 0 && byte !== hyphen) return false;
    }
  }
  return true;
}

/** Whether the wire name at `at` is a mailbox: any printable local part, and a host (RFC 1035 section 8). */
export function isMailbox(wire: Uint8Array, at: number): boolean {
  const length = wire[at] ?? 0;
  if (length === 0) return true;
  for (let index = at + 1; index <= at + length; index += 1) {
    const byte = wire[index] ?? 0;
    if (byte <= 0x20 || byte >= 0x7f) return false;
  }
  return isHostName(wire, at + length + 1, false);
}
