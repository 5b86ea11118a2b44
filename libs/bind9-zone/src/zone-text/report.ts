import type { Finding } from './finding.ts';

/** Collects findings; those of an entry that has to be read again are dropped. */
export class Report {
  readonly findings: Finding[] = [];
  errorCount = 0;
  /** Names of the files read, by number. */
  readonly files: string[] = [];
  private readonly maxFindings: number;
  private kept = 0;
  private leftOut = 0;

  constructor(maxFindings: number) {
    this.maxFindings = maxFindings;
  }

  error(code: string, message: string, file: number, line: number): void {
    this.errorCount += 1;
    this.findings.push({ severity: 'error', code, message, file: this.files[file] ?? '', line });
  }

  /** Warnings beyond the limit are counted only. */
  warning(code: string, message: string, file: number, line: number): void {
    if (this.findings.length - this.errorCount >= this.maxFindings) {
      this.leftOut += 1;
      return;
    }
    this.findings.push({ severity: 'warning', code, message, file: this.files[file] ?? '', line });
  }

  /** Warnings that were only counted. */
  get leftOutCount(): number {
    return this.leftOut;
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
