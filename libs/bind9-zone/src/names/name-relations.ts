import { decodeName } from './decode-name.ts';
import { encodeName } from './encode-name.ts';

const plain = /^(?:[a-z0-9_*-]{1,63}\.)+$/;

/**
 * The one text for a name: absolute, lower case, escaped in one way. Two names are the same if and only if these
 * texts are. Good as a key of a map.
 *
 * @throws {@link InvalidNameError}
 */
export function canonicalName(name: string): string {
  if (name.length < 254 && plain.test(name)) return name;
  return decodeName(lowerCaseWire(encodeName(name)), 0).name;
}

/** The wire form with ASCII letters in lower case (RFC 4034 section 6.2), in place. Length bytes are below `A`. */
export function lowerCaseWire<Wire extends Uint8Array>(wire: Wire): Wire {
  for (let at = 0; at < wire.length; at += 1) {
    const byte = wire[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) wire[at] = byte + 0x20;
  }
  return wire;
}

/** Labels of a wire name, the leftmost first, without the root. */
function labels(wire: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; (wire[at] ?? 0) !== 0; at += 1 + (wire[at] ?? 0)) {
    found.push(wire.subarray(at + 1, at + 1 + (wire[at] ?? 0)));
  }
  return found;
}

/** Whether both texts are the same name; case does not count. */
export function isSameName(left: string, right: string): boolean {
  return left === right || canonicalName(left) === canonicalName(right);
}

/** Whether `name` is `ancestor` or lies below it. */
export function isSubdomain(name: string, ancestor: string): boolean {
  const below = labels(lowerCaseWire(encodeName(name)));
  const above = labels(lowerCaseWire(encodeName(ancestor)));
  if (below.length < above.length) return false;
  const tail = below.slice(below.length - above.length);
  return tail.every((label, index) => Buffer.compare(label, above[index] ?? new Uint8Array()) === 0);
}

/** The name without its leftmost label, or `undefined` for the root. */
export function parentName(name: string): string | undefined {
  const wire = encodeName(name);
  const first = wire[0] ?? 0;
  return first === 0 ? undefined : decodeName(wire, 1 + first).name;
}

/** Orders names as DNSSEC does: by labels from the right, bytewise, case aside (RFC 4034 section 6.1). */
export function compareNames(left: string, right: string): number {
  const one = labels(lowerCaseWire(encodeName(left))).reverse();
  const other = labels(lowerCaseWire(encodeName(right))).reverse();
  for (const [index, label] of one.entries()) {
    const counterpart = other[index];
    if (counterpart === undefined) return 1;
    const order = Buffer.compare(label, counterpart);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}
