import { EntryError } from './entry-error.ts';
import type { ParserState } from './parser-state.ts';

/** Carries out `$GENERATE`. */
export function generate(state: ParserState): void {
  throw new EntryError('unknown-directive', `$GENERATE in a zone of class ${state.zoneClass}`);
}
