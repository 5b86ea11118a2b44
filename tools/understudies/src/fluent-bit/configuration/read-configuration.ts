import type { FluentBitConfiguration } from './fluent-bit-configuration.ts';

interface Section {
  name: string;
  entries: Map<string, string>;
}

/** By section, the entries that are played; a list is of the only values. */
const played: Readonly<Record<string, Readonly<Record<string, readonly string[] | 'any'>>>> = {
  SERVICE: {
    ...{
      flush: 'any',
      grace: 'any',
      daemon: ['Off'],
      log_level: 'any',
      parsers_file: 'any',
      coro_stack_size: 'any',
    },
    'storage.path': 'any',
  },
  INPUT: {
    ...{
      name: ['tail'],
      db: 'any',
      'db.locking': ['true'],
      mem_buf_limit: 'any',
      parser: ['cri'],
      path: 'any',
    },
    ...{
      refresh_interval: 'any',
      skip_long_lines: ['On'],
      tag: ['kubernetes.*'],
      read_from_head: ['true', 'false'],
    },
    'storage.pause_on_chunks_overlimit': ['on'],
  },
  FILTER: {
    ...{ name: ['kubernetes'], buffer_size: ['0'], match: ['kubernetes.*'], use_kubelet: ['Off'] },
    ...{
      kube_url: 'any',
      kube_ca_file: 'any',
      kube_token_file: 'any',
      kube_tag_prefix: 'any',
      merge_log: ['On'],
    },
    'k8s-logging.exclude': ['On'],
  },
  OUTPUT: { name: ['forward'], match: ['*'], host: 'any', port: 'any', retry_limit: ['False'] },
};

/**
 * Reads fluent-bit's classic syntax, of which the operator generates one input, one filter and one output.
 *
 * @throws at what is not played
 */
export function readConfiguration(text: string): FluentBitConfiguration {
  const sections = readSections(text);
  const only = (name: string): Section => {
    const [found, ...more] = sections.filter((section) => section.name === name);
    if (found === undefined || more.length > 0) throw new Error(`[${name}] is not there once`);
    return found;
  };
  const filter = sections.some(({ name }) => name === 'FILTER') ? only('FILTER') : undefined;
  const [service, input, output] = [only('SERVICE'), only('INPUT'), only('OUTPUT')];
  return {
    flushSeconds: readNumber(service, 'flush', 1),
    pathPattern: required(input, 'path'),
    refreshSeconds: readNumber(input, 'refresh_interval', 60),
    database: required(input, 'db'),
    readsFromHead: input.entries.get('read_from_head') === 'true',
    kubernetesUrl: filter === undefined ? undefined : required(filter, 'kube_url'),
    host: required(output, 'host'),
    port: readNumber(output, 'port', 24_224),
  };
}

function readSections(text: string): Section[] {
  const sections: Section[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const name = /^\[(\w+)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      if (played[name] === undefined) throw new Error(`line ${index + 1}: [${name}] is not played`);
      sections.push({ name, entries: new Map() });
      continue;
    }
    const section = sections.at(-1);
    const [, key = '', value = ''] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    const values = played[section?.name ?? '']?.[key.toLowerCase()];
    if (section === undefined || values === undefined || (values !== 'any' && !values.includes(value)))
      throw new Error(`line ${index + 1}: ${line} is not known, or not played`);
    section.entries.set(key.toLowerCase(), value);
  }
  return sections;
}

function required({ name, entries }: Section, key: string): string {
  const value = entries.get(key);
  if (value === undefined) throw new Error(`[${name}] has no ${key}`);
  return value;
}

function readNumber({ name, entries }: Section, key: string, otherwise: number): number {
  const value = Number(entries.get(key) ?? otherwise);
  if (!Number.isFinite(value)) throw new Error(`${key} in [${name}] is no number`);
  return value;
}
