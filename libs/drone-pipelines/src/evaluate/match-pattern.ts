/**
 * Matches as Drone's pattern library does (doublestar 1.1): `*` and `?` stop at `/`, a component `**` spans any number
 * of components (at least one when it is last), `[a-z]`, `[^a-z]`, `{one,two}`, `\` takes the next character as it is.
 * A pattern that is malformed where it is looked at does not match, silently. Beside `*`, characters beyond ASCII are
 * matched as the library does it, which is not always as one would expect.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  const match = new Match();
  try {
    return match.components(splitOn(pattern, '/'), splitOn(value, '/'));
  } catch (error) {
    if (error instanceof BadPattern) return false;
    throw error;
  }
}

/** Why a pattern is malformed, or undefined for a good one. */
export function findPatternFault(pattern: string): string | undefined {
  for (const component of splitOn(pattern, '/')) {
    if (/(?:^|[^\\])(?:\\\\)*\\$/.test(component)) return 'it ends in a backslash';
    const fault = findBracketFault(component.replaceAll(/\\./gs, '_'));
    if (fault) return fault;
  }
  return undefined;
}

/** Looks at classes and alternatives one after the other; signs that a backslash hides are gone already. */
function findBracketFault(component: string): string | undefined {
  for (let at = component.search(/[[{]/); at >= 0;) {
    const isClass = component[at] === '[';
    const end = component.indexOf(isClass ? ']' : '}', at + 1);
    if (isClass && (end < 0 || end === at + 1)) return 'a [ has no ] or nothing inside';
    if (end < 0) return 'a { has no } before the next /';
    if (isClass && /^\^?-|-$/.test(component.slice(at + 1, end))) return 'a - stands alone inside [ ]';
    // Alternatives may hold classes.
    const next = component.slice(isClass ? end + 1 : at + 1).search(/[[{]/);
    at = next < 0 ? -1 : next + (isClass ? end + 1 : at + 1);
  }
  return undefined;
}

/**
 * Characters looked at after which a pattern counts as malformed: alternatives of alternatives of stars could take for
 * ever. A pattern that people write needs a few hundred.
 */
const MAX_WORK = 50_000;

class BadPattern extends Error {}

class Match {
  #work = 0;

  components(patterns: readonly string[], names: readonly string[]): boolean {
    let at = 0;
    for (; at < patterns.length && at < names.length; at++) {
      if (patterns[at] === '**') {
        const rest = patterns.slice(at + 1);
        if (rest.length === 0) return true;
        return names.some(
          (_, index) => index >= at && this.#quietly(() => this.components(rest, names.slice(index))),
        );
      }
      if (!this.#component(Array.from(patterns[at] ?? ''), Buffer.from(names[at] ?? ''))) return false;
    }
    return at >= patterns.length && at >= names.length;
  }

  /** Behind a star, a malformed rest is no match rather than a fault. */
  #quietly(match: () => boolean): boolean {
    try {
      return match();
    } catch (error) {
      if (error instanceof BadPattern && this.#work <= MAX_WORK) return false;
      throw error;
    }
  }

  #component(pattern: readonly string[], name: Uint8Array): boolean {
    this.#work += pattern.length + 1;
    if (this.#work > MAX_WORK) throw new BadPattern();
    if (pattern.length === 0) return name.length === 0;
    if (name.length === 0) return pattern.length === 1 && pattern[0] === '*';
    let p = 0;
    let n = 0;
    while (p < pattern.length && n < name.length) {
      const sign = pattern[p];
      const [character, width] = characterAt(name, n);
      if (sign === '\\') {
        if (pattern[p + 1] === undefined) throw new BadPattern();
        if (pattern[p + 1] !== character) return false;
        p += 2;
      } else if (sign === '*') {
        const rest = pattern.slice(p + 1);
        if (rest.length === 0) return true;
        // The library moves on by the width of the first character, whatever follows it.
        for (; n < name.length; n += width) {
          const from = n;
          if (this.#quietly(() => this.#component(rest, name.subarray(from)))) return true;
        }
        return false;
      } else if (sign === '[') {
        const end = indexOfUnescaped(pattern, ']', p + 1);
        if (end < 0) throw new BadPattern();
        if (!classHolds(pattern.slice(p + 1, end), character)) return false;
        p = end + 1;
      } else if (sign === '{') {
        const end = indexOfUnescaped(pattern, '}', p + 1);
        if (end < 0) throw new BadPattern();
        const rest = pattern.slice(end + 1);
        const from = n;
        return splitOn(pattern.slice(p + 1, end).join(''), ',').some((option) =>
          this.#component([...Array.from(option), ...rest], name.subarray(from)),
        );
      } else if (sign === '?' || sign === character) p++;
      else return false;
      n += width;
    }
    const rest = pattern.slice(p).join('');
    if (rest === '' && n >= name.length) return true;
    return (n >= name.length && rest === '*') || rest === '**';
  }
}

/** The character at a byte and its width; a byte inside a character is one replacement character. */
function characterAt(bytes: Uint8Array, at: number): [character: string, width: number] {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return [String.fromCharCode(lead), 1];
  const width = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const character = Buffer.from(bytes.subarray(at, at + width)).toString('utf8');
  return lead >= 0xc0 && character.length <= 2 && !character.includes('\ufffd')
    ? [character, width]
    : ['\ufffd', 1];
}

function classHolds(characters: readonly string[], name: string): boolean {
  if (characters.length === 0) throw new BadPattern();
  const negated = characters[0] === '^';
  let at = negated ? 1 : 0;
  let holds = false;
  const take = (): string => {
    let character = characters[at++];
    if (character === undefined || character === '-') throw new BadPattern();
    if (character === '\\') character = characters[at++];
    if (character === undefined) throw new BadPattern();
    return character;
  };
  const code = name.codePointAt(0) ?? 0;
  while (at < characters.length) {
    const low = take();
    let high = low;
    if (characters[at] === '-') {
      at++;
      high = take();
    }
    if ((low.codePointAt(0) ?? 0) <= code && code <= (high.codePointAt(0) ?? 0)) holds = true;
  }
  return holds !== negated;
}

/** A backslash before the sign hides it; doublestar looks no further back than that. */
function indexOfUnescaped(characters: readonly string[], sign: string, from: number): number {
  let index = characters.indexOf(sign, from);
  while (index > from && characters[index - 1] === '\\') index = characters.indexOf(sign, index + 1);
  return index;
}

/** Splits on unescaped separators; nothing follows a separator at the very end. */
function splitOn(text: string, separator: string): string[] {
  if (!text.includes(separator)) return [text];
  const characters = Array.from(text);
  const parts: string[] = [];
  let start = 0;
  while (start < characters.length) {
    const found = indexOfUnescaped(characters, separator, start);
    const end = found < 0 ? characters.length : found;
    parts.push(characters.slice(start, end).join(''));
    start = end + 1;
  }
  return parts;
}
