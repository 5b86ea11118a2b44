/** One thing wrong in a configuration file. */
export interface ConfigurationFinding {
  file: string;
  /** 1-based; absent when the file itself is the problem. */
  line?: number;
  /** Path of the field, like `instance.type`; empty for the file as a whole. */
  field: string;
  /** What is wrong, and what to write instead. */
  problem: string;
}

/** The configuration cannot be used; nothing was touched. */
export class ConfigurationError extends Error {
  readonly code = 'configuration';
  readonly findings: ConfigurationFinding[];

  constructor(findings: ConfigurationFinding[]) {
    super(findings.map(formatFinding).join('\n'));
    this.name = 'ConfigurationError';
    this.findings = findings;
  }
}

function formatFinding({ file, line, field, problem }: ConfigurationFinding): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return field === '' ? `${place}: ${problem}` : `${place}: ${field}: ${problem}`;
}
