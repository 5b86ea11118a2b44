/** What a zone file gives a meaning to, so that it is escaped wherever a name is printed (as BIND prints it). */
const special = new Set(Array.from('"().;\\@$', (character) => character.charCodeAt(0)));

/**
 * One label as text: printable ASCII as it is, what has a meaning in a zone file behind a backslash, all else as
 * `\DDD` (RFC 1035 section 5.1, RFC 4343 section 2.1).
 */
export function formatLabel(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, '0')}`;
    else if (special.has(byte)) text += `\\${String.fromCharCode(byte)}`;
    else text += String.fromCharCode(byte);
  }
  return text;
}
