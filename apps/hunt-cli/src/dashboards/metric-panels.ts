import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { BigValueGraphMode, LegendDisplayMode, StackingMode } from '@grafana/grafana-foundation-sdk/common';
import { StackingConfigBuilder, VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

import { prometheusSource } from './data-sources.ts';

export interface MetricPanel {
  title: string;
  /** PromQL. */
  query: string;
  /** What it shows and where its metrics come from. */
  description: string;
  /** As Grafana calls it: `short`, `percentunit`, `bytes`, `Bps`. @default 'short' */
  unit?: string;
}

export interface SeriesPanel extends MetricPanel {
  /** Labels of a series in the legend: `{{namespace}}/{{pod}}`. */
  legend: string;
  /** Whether the series add up. @default false */
  isStacked?: boolean;
}

/** One number as it is now. */
export function numberPanel({ title, query, description, unit = 'short' }: MetricPanel): Builder<Panel> {
  return new StatBuilder()
    .title(title)
    .description(description)
    .datasource(prometheusSource)
    .unit(unit)
    .graphMode(BigValueGraphMode.None)
    .height(4)
    .span(6)
    .withTarget(new DataqueryBuilder().refId('A').expr(query).instant());
}

/** Series over the time that is looked at. */
export function seriesPanel(panel: SeriesPanel): Builder<Panel> {
  const { title, query, description, legend, unit = 'short', isStacked = false } = panel;
  const mode = isStacked ? StackingMode.Normal : StackingMode.None;
  return new TimeSeriesBuilder()
    .title(title)
    .description(description)
    .datasource(prometheusSource)
    .unit(unit)
    .min(0)
    .fillOpacity(isStacked ? 30 : 5)
    .stacking(new StackingConfigBuilder().mode(mode))
    .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).showLegend(true))
    .height(8)
    .span(12)
    .withTarget(new DataqueryBuilder().refId('A').expr(query).legendFormat(legend).range());
}

/** One line a series, with its labels, as they are now. */
export function tablePanel({ title, query, description, unit = 'short' }: MetricPanel): Builder<Panel> {
  return new TableBuilder()
    .title(title)
    .description(description)
    .datasource(prometheusSource)
    .unit(unit)
    .noValue('none')
    .height(8)
    .span(12)
    .withTarget(new DataqueryBuilder().refId('A').expr(query).instant().format(PromQueryFormat.Table));
}
