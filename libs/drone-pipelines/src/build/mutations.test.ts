import { expect, test } from 'vitest';
import { formatDroneFile } from '../format/format-file.ts';
import { lintFile } from '../lint/lint.ts';
import { parseDroneFile } from '../reader/parse-file.ts';
import { cron, registry, secret, signature, template } from './other-kinds.ts';
import { dockerPipeline, execPipeline, kubernetesPipeline, sshPipeline } from './pipelines.ts';
import type { Resource } from './resource.ts';

const base = {
  environment: { A: { from_secret: 'a' }, B: 'b' },
  commands: ['make'],
  failure: 'ignore',
  when: { branch: ['main'] },
} as const;

/** One of each builder, with as many fields as it has kinds of values. */
const built: readonly Resource[] = [
  dockerPipeline({
    name: 'a',
    clone: { depth: 1, disable: false },
    trigger: { event: { exclude: ['pull_request'] } },
    volumes: [{ name: 'v', temp: { size_limit: '1gib' } }],
    services: [{ name: 'db', image: 'y', detach: true }],
    steps: [
      {
        ...base,
        name: 's',
        image: 'x',
        mem_limit: 5,
        settings: { a: [1, 'b'] },
        volumes: [{ name: 'v', path: '/v' }],
      },
      { name: 't', image: 'x', depends_on: ['s'] },
    ],
  }),
  kubernetesPipeline({
    name: 'k',
    resources: { requests: { cpu: 100, memory: '1gib' } },
    tolerations: [{ key: 'a', toleration_seconds: 5 }],
    steps: [{ ...base, name: 's', image: 'x', user: 1000, resources: { limits: { memory: '1gib' } } }],
  }),
  execPipeline({ name: 'e', clone: { disable: true }, steps: [{ ...base, name: 's', detach: false }] }),
  sshPipeline({
    name: 'h',
    server: { host: 'h', user: { from_secret: 'u' } },
    steps: [{ ...base, name: 's' }],
  }),
  secret({ name: 'x', get: { path: 'p', name: 'n' } }),
  signature('0'.repeat(64)),
  cron({ name: 'c', spec: { schedule: '0 0 0 * * *', branch: 'main' } }),
  registry({ data: { a: 'b' } }),
  template({ load: 'a.yml', data: { a: [1] } }),
];

type Mutation = readonly [what: string, path: string, resource: Resource];

/** Keys under which any key goes, and settings under which anything goes. */
const FREE_KEYS = new Set(['environment', 'settings', 'data', 'node', 'annotations', 'labels']);
const FREE_VALUES = new Set(['settings', 'data']);

function* mutate(resource: Resource): Generator<Mutation> {
  const copy = (): Record<string, unknown> => structuredClone(resource) as unknown as Record<string, unknown>;
  for (const path of pathsOf(resource)) {
    const [key] = path.slice(-1);
    const free = path.slice(0, -1);
    const write = (edit: (parent: Record<string | number, unknown>) => void): Resource => {
      const root = copy();
      edit(
        path
          .slice(0, -1)
          .reduce<Record<string | number, unknown>>((node, part) => node[part] as typeof root, root),
      );
      return root as unknown as Resource;
    };
    if (key === undefined) continue;
    if (typeof key === 'string' && !free.some((part) => FREE_KEYS.has(String(part))))
      yield [
        'misspelt',
        path.join('.'),
        write((parent) => {
          parent[`${key}z`] = parent[key];
          Reflect.deleteProperty(parent, key);
        }),
      ];
    if (free.some((part) => FREE_VALUES.has(String(part))) || FREE_VALUES.has(String(key))) continue;
    yield [
      'another type',
      path.join('.'),
      write((parent) => {
        parent[key] = anotherType(parent[key]);
      }),
    ];
  }
}

function* pathsOf(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value))
    yield* pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]);
}

function anotherType(value: unknown): unknown {
  if (typeof value === 'string') return [['deep']];
  if (Array.isArray(value)) return 'text';
  return typeof value === 'object' ? ['list'] : 'maybe';
}

test.each(
  built.flatMap((resource) =>
    [...mutate(resource)].map(
      ([what, path, mutated]) => [what, `${resource.kind} ${path}`, mutated] as const,
    ),
  ),
)('%s %s is caught', (_what, _path, mutated) => {
  expect(caught(mutated)).toBe(true);
});

/** Refused by the formatter or the reader, reported, or no longer what was written. */
function caught(resource: Resource): boolean {
  try {
    const file = parseDroneFile(formatDroneFile([resource]));
    const problems = lintFile(file, { disable: QUIET });
    return problems.length > 0 || JSON.stringify(file.resources) !== JSON.stringify([resource]);
  } catch {
    return true;
  }
}

/** What the unmutated pipelines are already told. */
const QUIET = [...new Set(lintFile(parseDroneFile(formatDroneFile(built))).map(({ code }) => code))];

test('unmutated, nothing is caught', () => {
  for (const resource of built) {
    const file = parseDroneFile(formatDroneFile([resource]));
    expect(file.resources).toEqual([resource]);
    expect(lintFile(file, { disable: QUIET })).toEqual([]);
  }
});
