import type { Session } from '../run/session.ts';

/** Ends a verb as the shell sees it. `plan` answers 2 when there is something to change. */
export const exitCodes = { ok: 0, error: 1, changes: 2 } as const;

/** What a verb may be told beside the options all verbs share. */
export interface VerbOptions {
  yes?: boolean;
  allow?: string[];
  env?: boolean;
  force?: boolean;
  follow?: boolean;
  lines?: string;
  until?: string;
  board?: string;
}

/** One verb of hunt: one file in `commands/`. */
export interface Verb {
  name: string;
  /** One line, in the imperative. */
  summary: string;
  /** Options of this verb, as commander writes them. */
  options?: [flags: string, description: string][];
  /** Shown under `--help`. */
  examples: [command: string, effect: string][];
  /** What follows the verb, as commander writes it: `[command...]`. */
  argument?: string;
  /** @returns the exit code */
  run(session: Session, options: VerbOptions, rest: string[]): Promise<number>;
}

/** Verbs under one word: `hunt dns check`. */
export interface VerbGroup<OneVerb = Verb> {
  name: string;
  summary: string;
  verbs: readonly OneVerb[];
}
