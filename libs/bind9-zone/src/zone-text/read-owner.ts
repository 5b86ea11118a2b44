import { formatWireName } from '../rdata/fields/domain-name.ts';
import { isInZone } from '../names/is-in-zone.ts';
import { writeName } from '../names/write-name.ts';
import { type ParserState, warn } from './parser-state.ts';

const asterisk = 0x2a;

/** Whether a label other than the leftmost is `*`: such a name is no wildcard (RFC 4592 section 2.1.1). */
function hasInnerWildcard(name: Uint8Array): boolean {
  for (let at = 1 + (name[0] ?? 0); (name[at] ?? 0) !== 0; at += 1 + (name[at] ?? 0)) {
    if (name[at] === 1 && name[at + 1] === asterisk) return true;
  }
  return false;
}

/** Where an owner is written before it is known to be a new one. */
const written = new Uint8Array(256);

function isSameSpelling(owner: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (owner[at] !== written[at]) return false;
  return true;
}

/** Takes the token just read as the owner of this record and of those that name none. */
export function readOwner(state: ParserState): void {
  const { scope } = state;
  const { bytes, start, stop } = scope.lexer;
  const length = writeName(bytes, start, stop, scope.origin, written, 0);
  if (length === scope.ownerLength && isSameSpelling(scope.owner, length)) return;
  for (let at = 0; at < length; at += 1) scope.owner[at] = written[at] ?? 0;
  scope.ownerLength = length;
  state.sink.startRun();
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

/** Comes back to the owner of this file, after records of other names. Its run goes on. */
export function resumeOwner(state: ParserState): void {
  const { scope, sink } = state;
  if (scope.ownerId >= 0) sink.internName(scope.owner, scope.ownerLength);
}

/** Whether the owner is the top of the zone. */
export function isAtTop(state: ParserState): boolean {
  return state.scope.ownerLength === state.zone.length;
}
