import { DashboardBuilder, type Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';

import { logBarsPanel, logLinesPanel } from './log-panels.ts';
import { logLabelVariable, textVariable } from './variables.ts';

/** Logs of a board's pods, by the labels that its pipeline gives them: namespace and container. */
export function logsDashboard(): Dashboard {
  const streams = '{namespace=~"$namespace", container=~"$container"}';
  const errors = `${streams} |~ \`(?i)(error|fatal|panic|exception)\``;
  return new DashboardBuilder('Logs')
    .uid('hunt-logs')
    .description("Logs of this board's pods")
    .tags(['hunt'])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-1h', to: 'now' })
    .refresh('10s')
    .withVariable(logLabelVariable('namespace', ''))
    .withVariable(logLabelVariable('container', '{namespace=~"$namespace"}'))
    .withVariable(textVariable('search', 'Line contains'))
    .withPanel(
      logBarsPanel({
        title: 'Lines by namespace',
        description: 'How many lines came in.',
        query: `sum by (namespace) (count_over_time(${streams}[$__auto]))`,
        unit: 'short',
      }),
    )
    .withPanel(
      logBarsPanel({
        title: 'Errors by namespace',
        description: 'Lines with a word that tells of an error.',
        query: `sum by (namespace) (count_over_time(${errors} [$__auto]))`,
        unit: 'short',
      }),
    )
    .withPanel(
      logLinesPanel({
        title: 'Live',
        description: 'Lines of the chosen namespaces and containers, as they come in.',
        query: `${streams} |= \`$search\``,
      }),
    )
    .withPanel(
      logLinesPanel({
        title: 'Errors',
        description: 'Lines with a word that tells of an error.',
        query: errors,
      }),
    )
    .build();
}
