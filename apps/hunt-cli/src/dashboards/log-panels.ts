import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  GraphDrawStyle,
  LogsSortOrder,
  StackingConfigBuilder,
  StackingMode,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as LogsBuilder } from '@grafana/grafana-foundation-sdk/logs';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/loki';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

import { lokiSource } from './data-sources.ts';

export interface LogPanel {
  title: string;
  /** LogQL. */
  query: string;
  description: string;
}

/** Bars that add up, one colour a namespace. @param panel its query answers with numbers */
export function logBarsPanel({
  title,
  query,
  description,
  unit,
}: LogPanel & { unit: string }): Builder<Panel> {
  return new TimeSeriesBuilder()
    .title(title)
    .description(description)
    .datasource(lokiSource)
    .unit(unit)
    .min(0)
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(80)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal))
    .height(7)
    .span(12)
    .withTarget(
      new DataqueryBuilder().refId('A').expr(query).queryType('range').legendFormat('{{namespace}}'),
    );
}

/** Lines, the newest first. @param panel its query answers with lines */
export function logLinesPanel({ title, query, description }: LogPanel): Builder<Panel> {
  return new LogsBuilder()
    .title(title)
    .description(description)
    .datasource(lokiSource)
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending)
    .height(12)
    .span(24)
    .withTarget(new DataqueryBuilder().refId('A').expr(query).queryType('range').maxLines(500));
}
