import { formatWireName } from '../rdata/fields/domain-name.ts';
import { lowerCase } from '../lexing/characters.ts';
import { writeName } from '../names/write-name.ts';
import { type ParserState, warn } from './parser-state.ts';

const asterisk = 0x2a;

/** Whether the wire name `name[0, length)` is `zone` or lies below it; case does not count. */
export function isInZone(name: Uint8Array, length: number, zone: Uint8Array): boolean {
  const offset = length - zone.length;
  if (offset < 0) return false;
  for (let at = 0; at < zone.length; at += 1) {
    if (lowerCase[name[offset + at] ?? 0] !== lowerCase[zone[at] ?? 0]) return false;
  }
  // The match has to begin at a label.
  let label = 0;
  while (label < offset) label += 1 + (name[label] ?? 0);
  return label === offset;
}

/** Whether a label other than the leftmost is `*`: such a name is no wildcard (RFC 4592 section 2.1.1). */
function hasInnerWildcard(name: Uint8Array): boolean {
  for (let at = 1 + (name[0] ?? 0); (name[at] ?? 0) !== 0; at += 1 + (name[at] ?? 0)) {
    if (name[at] === 1 && name[at + 1] === asterisk) return true;
  }
  return false;
}

/** Takes the token just read as the owner of this record and of those that name none. */
export function readOwner(state: ParserState): void {
  const { scope } = state;
  const { bytes, start, stop } = scope.lexer;
  const length = writeName(bytes, start, stop, scope.origin, scope.owner, 0);
  scope.ownerLength = length;
  if (!isInZone(scope.owner, length, state.zone)) {
    scope.ownerId = -1;
    const name = formatWireName(scope.owner.subarray(0, length));
    warn(state, 'out-of-zone', `${name} is not in the zone; its records are ignored`);
    return;
  }
  scope.ownerId = state.sink.internName(scope.owner, length);
  if (hasInnerWildcard(scope.owner)) {
    const name = formatWireName(scope.owner.subarray(0, length));
    warn(state, 'inner-wildcard', `${name} has a "*" that is not the first label; it is no wildcard there`);
  }
}

/** Whether the owner is the top of the zone. */
export function isAtTop(state: ParserState): boolean {
  return state.scope.ownerLength === state.zone.length;
}
