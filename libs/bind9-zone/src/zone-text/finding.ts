/** Something to say about a zone, and where. */
export interface Finding {
  /** An error makes named refuse the zone; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, for programs: `cname-and-other-data`. */
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** The file as it was named, `zone text` for text in memory. */
  readonly file: string;
  /** From 1; 0 when it is about the zone as a whole. */
  readonly line: number;
}

/** One line, as compilers print it: `db.example:12: error: …`. */
export function formatFinding(finding: Finding): string {
  const place = finding.line > 0 ? `${finding.file}:${finding.line}` : finding.file;
  return `${place}: ${finding.severity}: ${finding.message}`;
}
