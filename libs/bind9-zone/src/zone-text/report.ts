import type { Finding } from './finding.ts';

/** What a finding does: refuse the zone, be told, or nothing. */
export type Severity = 'error' | 'warning' | 'ignore';

/** Severities by code, for the findings that are warnings by default. */
export type Severities = Readonly<Partial<Record<string, Severity>>>;

/** Collects findings; those of an entry that has to be read again are dropped. */
export class Report {
  readonly findings: Finding[] = [];
  /** Errors, also those that are not among the findings. */
  errorCount = 0;
  /** Findings that were left out because there were too many of their severity. */
  leftOutCount = 0;
  /** Names of the files read, by number. */
  readonly files: string[];
  private readonly maxOfSeverity: number;
  private readonly severities: Severities;
  private warningCount = 0;
  private kept = 0;

  constructor(files: string[], maxOfSeverity: number, severities: Severities) {
    this.files = files;
    this.maxOfSeverity = maxOfSeverity;
    this.severities = severities;
  }

  error(code: string, message: string, file: number, line: number): void {
    this.errorCount += 1;
    if (this.errorCount > this.maxOfSeverity) this.leftOutCount += 1;
    else this.findings.push({ severity: 'error', code, message, file: this.files[file] ?? '', line });
  }

  /** Says what is a warning unless the severities have it otherwise. */
  warning(code: string, message: string, file: number, line: number): void {
    const severity = this.severities[code] ?? 'warning';
    if (severity === 'error') this.error(code, message, file, line);
    else if (severity === 'warning') {
      this.warningCount += 1;
      if (this.warningCount > this.maxOfSeverity) this.leftOutCount += 1;
      else this.findings.push({ severity, code, message, file: this.files[file] ?? '', line });
    }
  }

  /** Whether findings of this code are not wanted at all. */
  isIgnored(code: string): boolean {
    return this.severities[code] === 'ignore';
  }

  /** Everything so far stays. */
  keep(): void {
    this.kept = this.findings.length;
  }

  /** Drops what was said since {@link keep}. */
  dropUnkept(): void {
    for (const { severity } of this.findings.splice(this.kept)) {
      if (severity === 'error') this.errorCount -= 1;
      else this.warningCount -= 1;
    }
  }
}
