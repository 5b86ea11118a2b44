/** One thing wrong in a configuration. */
export interface ConfigurationFinding {
  /** As the user would name it. */
  file: string;
  /** From 1; absent when the file itself is the problem. */
  line?: number | undefined;
  /** Path of the field, like `listen.port`; empty for the file as a whole. */
  field: string;
  /** What is wrong, and what to do about it. */
  problem: string;
}

/** The configuration cannot be used; the server did not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration';
  readonly findings: readonly ConfigurationFinding[];

  constructor(findings: readonly ConfigurationFinding[], cause?: unknown) {
    super(findings.map(formatFinding).join('\n'), { cause });
    this.findings = findings;
  }
}

function formatFinding({ file, line, field, problem }: ConfigurationFinding): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return field === '' ? `${place}: ${problem}` : `${place}: ${field}: ${problem}`;
}
