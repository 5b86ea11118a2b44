/** How a command on the host ended. */
export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** Given to standard input, which is then closed. Scripts and secrets travel here, never as arguments. */
  stdin?: string | Uint8Array;
  /** Aborting ends the command and throws the signal's reason. */
  signal?: AbortSignal;
  /** Ends the command and throws after this many milliseconds. */
  timeoutMs?: number;
  /** Called with each line of standard output as it arrives. A host that cannot do that may leave it out. */
  onLine?: (line: string) => void;
  /** What the command does, for the host's own error messages. */
  during?: string;
}

/**
 * The host that k3s runs on, as root. A connection of `@wescale/ssh-host` is one; so is anything else that can run a
 * command line. A command that fails is a result; only a host that cannot be reached is an error.
 */
export interface K3sHost {
  /** What messages call it. */
  readonly host: string;
  run(command: string, options?: RunOptions): Promise<CommandResult>;
  /** The content of a UTF-8 file. */
  read(path: string, options?: { signal?: AbortSignal }): Promise<string>;
}

/** What every call takes that waits for something. */
export interface WaitOptions {
  signal?: AbortSignal;
  /** Told in one sentence what is being done or awaited. */
  onProgress?: (message: string) => void;
}
