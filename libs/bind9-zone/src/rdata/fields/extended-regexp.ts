/** Classes of characters that may stand between `[:` and `:]`. */
const characterClasses = new Set(
  'alnum alpha blank cntrl digit graph lower print punct space upper xdigit'.split(' '),
);

const maxRepetitions = 255;

/** Steps through a POSIX extended regular expression (IEEE 1003.1 section 9.4) to see whether it is one. */
class RegexpChecker {
  private readonly text: string;
  private at = 0;
  private openGroups = 0;
  private groups = 0;
  /** Whether something stands here that `*` could repeat, and whether it is repeated already. */
  private hasAtom = false;
  private isRepeated = false;
  private mayBeEmpty = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The number of groups, or undefined when the text is no expression. */
  check(): number | undefined {
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      this.at += 1;
      if (!this.step(character)) return undefined;
    }
    return this.openGroups === 0 && this.hasAtom ? this.groups : undefined;
  }

  private step(character: string): boolean {
    switch (character) {
      case '\\':
        return this.escape();
      case '[':
        return this.bracket() && this.atom(false);
      case '{':
        return /^\d/.test(this.text.slice(this.at)) ? this.bound() : this.atom(false);
      case '(':
        this.openGroups += 1;
        this.groups += 1;
        this.hasAtom = false;
        this.isRepeated = false;
        this.mayBeEmpty = true;
        return true;
      case ')':
        if (this.openGroups > 0 && !this.hasAtom && !this.mayBeEmpty) return false;
        if (this.openGroups > 0) this.openGroups -= 1;
        return this.atom(false);
      case '|':
        if (!this.hasAtom) return false;
        this.hasAtom = false;
        this.isRepeated = false;
        this.mayBeEmpty = false;
        return true;
      case '^':
      case '$':
        return this.atom(true);
      case '+':
      case '*':
      case '?':
        return this.hasAtom && !this.isRepeated && this.atom(true);
      default:
        return this.atom(false);
    }
  }

  private atom(isRepeated: boolean): boolean {
    this.hasAtom = true;
    this.isRepeated = isRepeated;
    return true;
  }

  private escape(): boolean {
    const character = this.text.charAt(this.at);
    this.at += 1;
    if (/^[1-9]$/.test(character) && Number(character) > this.groups) return false;
    return character !== '' && this.atom(false);
  }

  /** `{2}`, `{2,}` or `{2,5}`. */
  private bound(): boolean {
    if (!this.hasAtom || this.isRepeated) return false;
    const parts = /^(\d+)(?:,(\d*))?\}/.exec(this.text.slice(this.at));
    if (parts === null) return false;
    this.at += parts[0].length;
    const low = Number(parts[1]);
    const high = parts[2] === undefined || parts[2] === '' ? low : Number(parts[2]);
    return low <= maxRepetitions && high <= maxRepetitions && low <= high && this.atom(true);
  }

  /** What stands between `[` and `]`. */
  private bracket(): boolean {
    if (this.text.charAt(this.at) === '^') this.at += 1;
    let isFirst = true;
    let last = '';
    let isRange = false;
    for (; ; isFirst = false) {
      const character = this.text.charAt(this.at);
      if (character === '') return false;
      this.at += 1;
      if (character === ']' && !isFirst) return true;
      const inner = this.text.charAt(this.at);
      if (character === '[' && (inner === '.' || inner === '=' || inner === ':')) {
        if (!this.bracketed(inner, isRange)) return false;
        last = '';
        isRange = false;
        continue;
      }
      if (character === '-' && !isFirst && !isRange && last !== '') {
        isRange = true;
        continue;
      }
      if (isRange && character < last) return false;
      last = isRange ? '' : character;
      isRange = false;
    }
  }

  /** `[:digit:]`, `[.x.]` or `[=x=]`, behind its first bracket. */
  private bracketed(kind: string, isRange: boolean): boolean {
    if (isRange && kind !== '.') return false;
    const end = this.text.indexOf(`${kind}]`, this.at + 1);
    if (end < 0) return false;
    const content = this.text.slice(this.at + 1, end);
    this.at = end + 2;
    return kind === ':' ? characterClasses.has(content) : content.length > 0;
  }
}

/** The number of groups in a POSIX extended regular expression, or undefined when it is none. */
export function countGroups(expression: string): number | undefined {
  return new RegexpChecker(expression).check();
}
