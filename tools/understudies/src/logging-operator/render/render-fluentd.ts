import { createHash } from 'node:crypto';

import type { Flow, LoggingResources, LokiOutputSpec, Output, Selection } from '../custom-resources.ts';

/** Files beside the generated one; the real ones are in pkg/resources/fluentd/config.go. */
export const fluentdFiles: Readonly<Record<string, string>> = {
  'fluent.conf': [
    '@include /fluentd/etc/input.conf',
    '@include /fluentd/app-config/*',
    '@include /fluentd/etc/devnull.conf',
    '',
  ].join('\n'),
  'input.conf': [
    '<system>',
    '  rpc_endpoint 127.0.0.1:24444',
    '  log_level info',
    '  workers 1',
    '</system>',
    '',
  ].join('\n'),
  'devnull.conf': [
    ...[
      '<label @ERROR>',
      '  <match **>',
      '    @type null',
      '    @id main-fluentd-error',
      '  </match>',
      '</label>',
    ],
    ...['<match **>', '  @type null', '  @id main-no-output', '</match>', ''],
  ].join('\n'),
};

interface RoutedFlow {
  id: string;
  matches: readonly Match[];
  outputs: readonly { kind: string; output: Output }[];
}

interface Match {
  selection: Selection;
  isNegated: boolean;
}

/**
 * Generates fluentd's configuration: everything that is forwarded goes through a router to the outputs of each flow.
 *
 * @throws when a flow names an output that there is not, as the real operator keeps the last configuration then
 */
export function renderFluentd(resources: LoggingResources): string {
  const flows = [
    ...resources.clusterFlows.map((flow) => resolveClusterFlow(flow, resources)),
    ...resources.flows.map((flow) => resolveFlow(flow, resources)),
  ];
  return [
    ...['<source>', '  @type forward', '  @id main_forward', '  bind 0.0.0.0', '  port 24240', '</source>'],
    ...['<match **>', '  @type label_router', '  @id main', '  metrics false'],
    ...flows.flatMap((flow) => indent(renderRoute(flow))),
    '</match>',
    ...flows.flatMap((flow) => renderLabel(flow)),
    '',
  ].join('\n');
}

function resolveClusterFlow(flow: Flow, { clusterOutputs }: LoggingResources): RoutedFlow {
  const { name, namespace = '' } = flow.metadata;
  return {
    id: `clusterflow:${namespace}:${name}`,
    matches: matchesOf(flow),
    outputs: (flow.spec?.globalOutputRefs ?? []).map((ref) =>
      findOutput(clusterOutputs, ref, 'clusteroutput'),
    ),
  };
}

/** A Flow takes what its own namespace writes. */
function resolveFlow(flow: Flow, { clusterOutputs, outputs }: LoggingResources): RoutedFlow {
  const { name, namespace = '' } = flow.metadata;
  const local = outputs.filter(({ metadata }) => metadata.namespace === namespace);
  return {
    id: `flow:${namespace}:${name}`,
    matches: matchesOf(flow).map(({ selection, isNegated }) => ({
      selection: { ...selection, namespaces: [namespace] },
      isNegated,
    })),
    outputs: [
      ...(flow.spec?.globalOutputRefs ?? []).map((ref) => findOutput(clusterOutputs, ref, 'clusteroutput')),
      ...(flow.spec?.localOutputRefs ?? []).map((ref) => findOutput(local, ref, 'output')),
    ],
  };
}

function findOutput(outputs: readonly Output[], name: string, kind: string): RoutedFlow['outputs'][number] {
  const output = outputs.find(({ metadata }) => metadata.name === name);
  if (output === undefined) throw new Error(`referenced ${kind} not found: ${name}`);
  return { kind, output };
}

/** Without any match everything is taken. */
function matchesOf({ metadata, spec }: Flow): Match[] {
  const matches = spec?.match ?? [];
  if (matches.length === 0) return [{ selection: {}, isNegated: false }];
  return matches.map(({ select, exclude }) => {
    if (select !== undefined && exclude !== undefined)
      throw new Error(`select and exclude cannot be set simultaneously for a match, in ${metadata.name}`);
    return { selection: select ?? exclude ?? {}, isNegated: select === undefined && exclude !== undefined };
  });
}

function renderRoute({ id, matches }: RoutedFlow): string[] {
  return [
    ...['<route>', `  @label ${labelOf(id)}`, `  metrics_labels ${JSON.stringify({ id })}`],
    ...matches.flatMap(({ selection, isNegated }) => [
      '  <match>',
      ...list('container_names', selection.container_names),
      ...list('hosts', selection.hosts),
      ...list(
        'labels',
        Object.entries(selection.labels ?? {}).map((pair) => pair.join(':')),
      ),
      ...list('namespaces', selection.namespaces),
      `    negate ${isNegated}`,
      '  </match>',
    ]),
    '</route>',
  ];
}

const list = (name: string, values: readonly string[] | undefined): string[] =>
  values === undefined || values.length === 0 ? [] : [`    ${name} ${values.join(',')}`];

function renderLabel({ id, outputs }: RoutedFlow): string[] {
  const rendered = outputs.map(({ kind, output }) => {
    const { name, namespace = '' } = output.metadata;
    return renderLoki(`${id}:${kind}:${namespace}:${name}`, output.spec.loki ?? {});
  });
  const [only, ...more] = rendered;
  if (only === undefined) return [`<label ${labelOf(id)}>`, '</label>'];
  const inner =
    more.length === 0
      ? only
      : ['@type copy', ...rendered.flatMap((one) => ['<store>', ...indent(one), '</store>'])];
  return [`<label ${labelOf(id)}>`, '  <match **>', ...indent(indent(inner)), '  </match>', '</label>'];
}

/** pkg/sdk/logging/model/output/loki.go and buffer.go, with their defaults. */
function renderLoki(id: string, spec: LokiOutputSpec): string[] {
  const { buffer = {} } = spec;
  return [
    ...['@type loki', `@id ${id}`, 'extract_kubernetes_labels false', 'include_thread_label true'],
    ...optional('drop_single_key', spec.drop_single_key),
    ...optional('extra_labels', spec.extra_labels && JSON.stringify(sorted(spec.extra_labels))),
    `line_format ${spec.line_format ?? 'json'}`,
    ...optional('remove_keys', spec.remove_keys && JSON.stringify(spec.remove_keys)),
    `url ${spec.url ?? 'https://logs-us-west1.grafana.net'}`,
    ...(spec.labels === undefined
      ? []
      : ['<label>', ...Object.entries(sorted(spec.labels)).map((pair) => `  ${pair.join(' ')}`), '</label>']),
    ...['<buffer tag,time>', '  @type file', `  path /buffers/${id}.*.buffer`, '  retry_forever true'],
    ...indent([
      ...optional('chunk_limit_size', buffer.chunk_limit_size),
      ...optional('flush_interval', buffer.flush_interval),
      ...optional('flush_mode', buffer.flush_mode),
      `timekey ${buffer.timekey ?? '10m'}`,
      ...optional('timekey_use_utc', buffer.timekey_use_utc),
      `timekey_wait ${buffer.timekey_wait ?? '1m'}`,
    ]),
    '</buffer>',
  ];
}

const optional = (name: string, value: string | boolean | undefined): string[] =>
  value === undefined ? [] : [`${name} ${value}`];
const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const sorted = (map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const labelOf = (id: string): string => `@${createHash('md5').update(id).digest('hex')}`;
