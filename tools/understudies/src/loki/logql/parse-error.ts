import { LokiError } from '../loki-error.ts';

/** A query that is not understood, in the words of grafana/loki pkg/logqlmodel/error.go; line and column from 1. */
export function parseError(message: string, query: string, offset: number): LokiError {
  const before = query.slice(0, offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return new LokiError(400, `parse error at line ${before.length}, col ${column}: ${message}`);
}
