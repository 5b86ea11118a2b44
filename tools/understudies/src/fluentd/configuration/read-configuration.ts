import type {
  BufferSettings,
  FluentdConfiguration,
  LokiOutput,
  Route,
  RouteMatch,
} from './fluentd-configuration.ts';
import { parseDirectives, type Directive } from './parse-directives.ts';
import { Section } from './section.ts';

/**
 * Reads what the operator generates: one forward source, a label router, and an output to Loki for each route.
 *
 * @throws at what fluentd does not know and at what is not played: the configuration check
 */
export function readConfiguration(text: string): FluentdConfiguration {
  const root = new Section(parseDirectives(text));
  root.end(['system', 'source', 'match', 'label']);
  const { children } = root.directive;
  const [source, ...moreSources] = children.filter(({ name }) => name === 'source');
  if (source === undefined || moreSources.length > 0)
    throw new Error('config error: not exactly one <source>');
  for (const system of children.filter(({ name }) => name === 'system')) readSystem(new Section(system));
  const labels = new Map(
    children
      .filter(({ name }) => name === 'label')
      .map((label) => [label.argument, readLabel(label)] as const),
  );
  const routers = children.filter(({ name }) => name === 'match');
  const routes = routers.flatMap((router) => readRouter(new Section(router), labels));
  return { ...readSource(new Section(source)), routes };
}

function readSystem(system: Section): void {
  system.expect('rpc_endpoint', ['127.0.0.1:24444']);
  system.text('log_level');
  system.expect('workers', ['1']);
  system.end();
}

function readSource(source: Section): { address: string; port: number } {
  source.expect('@type', ['forward']);
  source.required('@id');
  const port = Number(source.required('port'));
  const address = source.text('bind') ?? '0.0.0.0';
  source.end();
  if (!Number.isInteger(port)) throw new Error('config error: port in <source> is no number');
  return { address, port };
}

function readRouter(router: Section, labels: ReadonlyMap<string, readonly LokiOutput[]>): Route[] {
  if (router.expect('@type', ['label_router', 'null']) === 'null') return [];
  router.required('@id');
  router.flag('metrics');
  router.end(['route']);
  return router.directive.children.map((one) => {
    const route = new Section(one);
    const label = route.required('@label');
    route.text('metrics_labels');
    route.end(['match']);
    const outputs = labels.get(label);
    if (outputs === undefined) throw new Error(`config error: ${label} label not found`);
    return { matches: one.children.map((match) => readMatch(new Section(match))), outputs };
  });
}

function readMatch(match: Section): RouteMatch {
  const labels = match.list('labels').map((pair) => {
    const [name = '', value = ''] = pair.split(/:(.*)/s);
    return [name, value] as const;
  });
  const read = {
    namespaces: match.list('namespaces'),
    labels: Object.fromEntries(labels),
    containerNames: match.list('container_names'),
    hosts: match.list('hosts'),
    isNegated: match.flag('negate'),
  };
  match.end();
  return read;
}

function readLabel(directive: Directive): LokiOutput[] {
  new Section(directive).end(['match']);
  return directive.children.flatMap((match) => readOutput(new Section(match)));
}

function readOutput(match: Section): LokiOutput[] {
  const type = match.expect('@type', ['loki', 'copy', 'null']);
  if (type === 'copy') {
    match.end(['store']);
    return match.directive.children.flatMap((store) => readOutput(new Section(store)));
  }
  const id = match.required('@id');
  if (type === 'null') {
    match.end();
    return [];
  }
  if (type === undefined) throw new Error(`config error: '@type' parameter is required in ${match.title}`);
  const url = match.required('url');
  if (!/^https?:\/\/[^/\s]+(\/.*)?$/.test(url))
    throw new Error(`config error: URL parameter must have HTTP/HTTPS scheme, not ${url}`);
  const output = {
    ...{ id, url: url.replace(/\/$/, '') },
    labels: match.child('label')?.directive.parameters ?? {},
    extraLabels: JSON.parse(match.text('extra_labels') ?? '{}') as Record<string, string>,
    lineFormat: (match.expect('line_format', ['json', 'key_value']) ?? 'key_value') as 'json' | 'key_value',
    removeKeys: JSON.parse(match.text('remove_keys') ?? '[]') as string[],
    dropsSingleKey: match.flag('drop_single_key'),
    buffer: readBuffer(match),
  };
  match.expect('include_thread_label', ['true']);
  match.expect('extract_kubernetes_labels', ['false']);
  match.end(['label', 'buffer']);
  return [output];
}

function readBuffer(match: Section): BufferSettings {
  const buffer = match.child('buffer');
  if (buffer === undefined) throw new Error(`config error: ${match.title} has no <buffer>`);
  if (buffer.directive.argument !== 'tag,time')
    throw new Error(`config error: chunk keys ${buffer.directive.argument} are not played`);
  buffer.expect('@type', ['file']);
  buffer.expect('retry_forever', ['true']);
  buffer.flag('timekey_use_utc');
  const settings = {
    path: buffer.required('path'),
    timekeySeconds: buffer.seconds('timekey') ?? 600,
    timekeyWaitSeconds: buffer.seconds('timekey_wait') ?? 60,
    flushMode: (buffer.expect('flush_mode', ['lazy', 'interval', 'immediate']) ??
      'lazy') as BufferSettings['flushMode'],
    flushIntervalSeconds: buffer.seconds('flush_interval') ?? 60,
    chunkLimitBytes: buffer.bytes('chunk_limit_size') ?? 256 * 1024 * 1024,
  };
  buffer.end();
  if (settings.timekeySeconds <= 0) throw new Error('config error: timekey should be greater than 0');
  if (!settings.path.includes('*')) throw new Error(`config error: path ${settings.path} has no *`);
  return settings;
}
