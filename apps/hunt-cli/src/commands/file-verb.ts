/** What a verb that works on files knows of the process it runs in. */
export interface FileWork {
  env: NodeJS.ProcessEnv;
  /** Print one event a line, for machines. */
  json: boolean;
  readStdin: () => Promise<Uint8Array>;
  /** Writes to standard output. */
  write: (text: string) => void;
  now: () => Date;
}

/** A verb that works on files and needs no hunt, no environment and no network. */
export interface FileVerb<Options extends object = object> {
  name: string;
  /** One line, in the imperative. */
  summary: string;
  /** What follows the verb, as commander writes it; all of it becomes `rest`. */
  argument?: string;
  /** Options of this verb, as commander writes them. */
  options?: [flags: string, description: string][];
  /** Shown under `--help`. */
  examples: [command: string, effect: string][];
  /** @returns the exit code */
  run(work: FileWork, options: Options, rest: string[]): Promise<number>;
}
