/** What can go wrong with a stage. The message says what failed, on what, and what to try. */
export abstract class StageError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The host cannot carry a stage; nothing was touched. One finding for each thing to remedy. */
export class PreflightError extends StageError {
  readonly code = 'stage-preflight';
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(findings.join('\n'));
    this.findings = findings;
  }
}

/** A program of the host ended with another exit code than 0. */
export class CommandError extends StageError {
  readonly code = 'stage-command';
  readonly exitCode: number | null;

  constructor(commandLine: string, exitCode: number | null, output: string, options?: ErrorOptions) {
    const why = exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`;
    super(`'${commandLine}' ${why}: ${output.trim() || 'it said nothing'}`, options);
    this.exitCode = exitCode;
  }
}

/** A part of the stage did not come up. */
export class StageStartError extends StageError {
  readonly code = 'stage-start';
}

/** There is no such stage, or no such machine in it. */
export class StageNotFoundError extends StageError {
  readonly code = 'stage-not-found';
}
