/**
 * Variables whose value nobody outside chooses: hashes and numbers. Only these may stand in `${…}`, which the runner
 * replaces in the text of the file before it reads it (A07, A08).
 */
const SAFE = new Set([
  ...['DRONE_COMMIT', 'DRONE_COMMIT_SHA', 'DRONE_COMMIT_BEFORE', 'DRONE_COMMIT_AFTER', 'DRONE_PULL_REQUEST'],
  ...[
    'DRONE_BUILD_NUMBER',
    'DRONE_BUILD_PARENT',
    'DRONE_BUILD_CREATED',
    'DRONE_BUILD_STARTED',
    'DRONE_BUILD_FINISHED',
  ],
  ...['DRONE_STAGE_NUMBER', 'DRONE_STAGE_STARTED', 'DRONE_STAGE_FINISHED', 'DRONE_STEP_NUMBER'],
]);

/** Whether a variable holds only a hash or a number. */
export function isSafeVariable(name: string): boolean {
  return SAFE.has(name);
}

/** A `${…}` that the runner replaces. */
export interface Substitution {
  readonly name: string;
  readonly offset: number;
}

/** Finds what the runner would replace in a text. Two dollars are one that is left alone, so `$${A}` is not found. */
export function findSubstitutions(text: string): Substitution[] {
  const found: Substitution[] = [];
  for (const match of text.matchAll(/\{#?(\w*)/g)) {
    let start = match.index;
    while (text[start - 1] === '$') start--;
    if ((match.index - start) % 2 === 1) found.push({ name: match[1] ?? '', offset: start });
  }
  return found;
}

const NAME = /\{?(\w+)/y;

/** Finds the shell variables of a command that stand outside double quotes, where the shell splits and expands them. */
export function findUnquotedVariables(command: string): string[] {
  const found: string[] = [];
  let quote = '';
  for (let index = 0; index < command.length; index++) {
    const character = command.charAt(index);
    if (character === '\\' && quote !== "'") index++;
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else if (character === '$' && quote === '') {
      while (command[index + 1] === '$') index++;
      NAME.lastIndex = index + 1;
      const match = NAME.exec(command);
      if (!match?.[1]) continue;
      found.push(match[1]);
      index += match[0].length;
    }
  }
  return found;
}

/** Variables that people outside fill with text: names, titles, messages, branches. */
export function isAttackerControlled(name: string): boolean {
  return /^(DRONE|CI)_/.test(name) && !isSafeVariable(name) && TEXT.test(name);
}

const TEXT = /BRANCH|REF$|TAG|TITLE|MESSAGE|AUTHOR|SOURCE|TARGET|DEPLOY|LINK|REPO_NAME|SEMVER/;
