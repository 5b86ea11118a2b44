import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
  type DataSourceRef,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

import { lokiSource, prometheusSource } from './data-sources.ts';

const all = { text: 'All', value: '$__all', selected: true };

/** Values of a label that a metric has now; all of them unless some are chosen. */
export function metricLabelVariable(label: string, metric: string): Builder<VariableModel> {
  const query = `label_values(${metric}, ${label})`;
  // As Grafana's editor writes it; qryType 1 are values of a label.
  return labelVariable(label, prometheusSource, {
    qryType: 1,
    query,
    refId: 'PrometheusVariableQueryEditor-VariableQuery',
  });
}

/** Values of a label that streams of logs have. */
export function logLabelVariable(label: string, stream: string): Builder<VariableModel> {
  return labelVariable(label, lokiSource, {
    label,
    stream,
    type: 1,
    refId: 'LokiVariableQueryEditor-VariableQuery',
  });
}

function labelVariable(
  label: string,
  source: DataSourceRef,
  query: Record<string, unknown>,
): Builder<VariableModel> {
  return new QueryVariableBuilder(label)
    .label(label)
    .datasource(source)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current(all);
}

/** What is typed. */
export function textVariable(name: string, label: string): Builder<VariableModel> {
  return new TextBoxVariableBuilder(name)
    .label(label)
    .defaultValue('')
    .current({ text: '', value: '', selected: true });
}
