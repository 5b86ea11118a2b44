import type { Finding } from './finding.ts';

/** What a finding does: refuse the zone, be told, or nothing. */
export type Severity = 'error' | 'warning' | 'ignore';

/** Severities by code, for the findings that are warnings by default. */
export type Severities = Readonly<Partial<Record<string, Severity>>>;

/** Collects findings; those of an entry that has to be read again are dropped. */
export class Report {
  readonly findings: Finding[] = [];
  errorCount = 0;
  /** Warnings that were left out because there were too many. */
  leftOutCount = 0;
  /** Names of the files read, by number. */
  readonly files: string[];
  private readonly maxWarnings: number;
  private readonly severities: Severities;
  private kept = 0;

  constructor(files: string[], maxWarnings: number, severities: Severities) {
    this.files = files;
    this.maxWarnings = maxWarnings;
    this.severities = severities;
  }

  error(code: string, message: string, file: number, line: number): void {
    this.errorCount += 1;
    this.findings.push({ severity: 'error', code, message, file: this.files[file] ?? '', line });
  }

  /** Says what is a warning unless the severities have it otherwise. */
  warning(code: string, message: string, file: number, line: number): void {
    const severity = this.severities[code] ?? 'warning';
    if (severity === 'error') this.error(code, message, file, line);
    else if (severity === 'warning') {
      if (this.findings.length - this.errorCount < this.maxWarnings) {
        this.findings.push({ severity, code, message, file: this.files[file] ?? '', line });
      } else this.leftOutCount += 1;
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
    while (this.findings.length > this.kept) {
      if (this.findings.pop()?.severity === 'error') this.errorCount -= 1;
    }
  }
}
