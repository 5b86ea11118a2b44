/** A label and what its value must be: `=`, `!=`, or a whole match of an expression. */
export interface Matcher {
  name: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
  matches: (value: string) => boolean;
}

/** What a line goes through after its stream was selected. */
export type Stage =
  | { kind: 'line-filter'; keeps: (line: string) => boolean }
  | { kind: 'json' }
  | { kind: 'logfmt' }
  | { kind: 'line-format'; parts: readonly TemplatePart[] }
  | { kind: 'label-filter'; keeps: (labels: Readonly<Record<string, string>>) => boolean };

/** Text, or the value of a label. */
export type TemplatePart = { text: string } | { label: string };

export interface LogExpression {
  kind: 'log';
  matchers: readonly Matcher[];
  stages: readonly Stage[];
}

export const rangeOperations = ['count_over_time', 'rate', 'bytes_over_time', 'bytes_rate'] as const;
export type RangeOperation = (typeof rangeOperations)[number];

export const vectorOperations = ['sum', 'avg', 'min', 'max', 'count', 'topk', 'bottomk'] as const;
export type VectorOperation = (typeof vectorOperations)[number];

export interface Grouping {
  names: readonly string[];
  isWithout: boolean;
}

export type MetricExpression =
  | { kind: 'range'; operation: RangeOperation; log: LogExpression; rangeNs: bigint }
  | {
      kind: 'aggregation';
      operation: VectorOperation;
      /** Of `topk` and `bottomk`. */
      count: number | undefined;
      grouping: Grouping;
      of: MetricExpression;
    }
  | { kind: 'number'; value: number }
  | { kind: 'vector'; value: number }
  | { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/'; left: MetricExpression; right: MetricExpression };

export type Expression = LogExpression | MetricExpression;
