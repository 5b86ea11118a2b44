import type { Finding } from '../problem.ts';

/** What Drone reads past without a word; the reader says it (facts/drone.md §2, A27). */
type Silent = Omit<Finding, 'path'>;

const fromReader = { source: 'reader' } as const;

export function unknownKey(key: string, nearest: string | undefined): Silent {
  return {
    ...fromReader,
    code: 'unknown-key',
    severity: 'error',
    message: `Drone does not know the key "${key}" here and ignores it${nearest ? `; did you mean "${nearest}"?` : '.'}`,
    reason: 'What stands under an unknown key never takes effect, and nothing says so.',
    remedy: nearest
      ? `Write "${nearest}", or remove the key.`
      : 'Remove the key, or move it where it belongs.',
  };
}

export function duplicateKey(key: string): Silent {
  return {
    ...fromReader,
    code: 'duplicate-key',
    severity: 'error',
    message: `The key "${key}" is given twice; Drone takes the last one.`,
    reason: 'A reviewer reads the first one and Drone runs the last one.',
    remedy: 'Keep one of them.',
  };
}

export function ignoredNull(text: string): Silent {
  return {
    ...fromReader,
    code: 'null-value',
    severity: 'warning',
    message: `The value ${text === '' ? 'is empty' : `"${text}" is null`} to Drone, as if it were not there.`,
    reason: 'A null is not an empty text: the key is dropped.',
    remedy: 'Write "" for an empty text, quote the word, or remove the key.',
  };
}

export function malformedCondition(why: string): Silent {
  return {
    ...fromReader,
    code: 'malformed-condition',
    severity: 'error',
    message: `Drone cannot read this condition (${why}) and treats it as always true.`,
    reason:
      'Drone drops every error while it reads a condition, so a guard with a slip in it guards nothing.',
    remedy: 'Write a value, a list of values, or include and exclude with lists.',
  };
}

export function nestedSecret(): Silent {
  return {
    ...fromReader,
    code: 'nested-secret',
    severity: 'error',
    message: 'from_secret is not looked up inside a nested setting; the plugin gets the word itself.',
    reason: 'Drone resolves from_secret only directly under a setting.',
    remedy: 'Move the secret to a setting of its own.',
  };
}

export function mergeOverrides(key: string): Silent {
  return {
    ...fromReader,
    code: 'merge-overrides',
    severity: 'error',
    message: `A merge (<<) that stands after the key "${key}" replaces its value.`,
    reason: 'Most YAML readers let the written key win; Drone lets the later merge win.',
    remedy: 'Put the merge first in its map.',
  };
}

export function truncatedNumber(value: number): Silent {
  return {
    ...fromReader,
    code: 'truncated-number',
    severity: 'warning',
    message: `Drone reads ${value} as ${Math.trunc(value)}: this must be a whole number.`,
    reason: 'The part after the point is dropped.',
    remedy: 'Write a whole number.',
  };
}
