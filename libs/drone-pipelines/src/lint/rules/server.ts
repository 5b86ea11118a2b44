import type { Pipeline, Resource } from '../../build/resource.ts';
import type { Rule } from '../rule.ts';

/** What the server checks of every file before it makes a build (facts/drone.md §2 "Errors"). */
export const serverRules: readonly Rule[] = [
  {
    code: 'duplicate-pipeline-name',
    source: 'server',
    severity: 'error',
    reason: 'The name is how pipelines depend on each other and how a runner finds its part of the file.',
    remedy: 'Give every pipeline its own name.',
    example: {
      bad: 'kind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n',
      good: 'kind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: b\nsteps: [{ name: s, image: x }]\n',
    },
    checkFile: (resources, report) => {
      const names = new Set<string>();
      for (const [document, { name }] of pipelines(resources)) {
        if (names.has(name))
          report(
            document,
            ['name'],
            `There are two pipelines named "${name}".`,
            'linter: duplicate pipeline names',
          );
        names.add(name);
      }
    },
  },
  {
    code: 'unknown-pipeline-dependency',
    source: 'server',
    severity: 'error',
    reason: 'The server only knows the pipelines above: a dependency must stand earlier in the file.',
    remedy: 'Correct the name, or move the pipeline below the one it depends on.',
    example: {
      bad: 'kind: pipeline\nname: a\ndepends_on: [b]\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: b\nsteps: [{ name: s, image: x }]\n',
      good: 'kind: pipeline\nname: b\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: a\ndepends_on: [b]\nsteps: [{ name: s, image: x }]\n',
    },
    checkFile: (resources, report) => {
      const names = new Set<string>();
      for (const [document, { name, depends_on }] of pipelines(resources)) {
        names.add(name);
        for (const [index, dependency] of (depends_on ?? []).entries())
          if (!names.has(dependency))
            report(
              document,
              ['depends_on', index],
              `No pipeline above "${name}" is named "${dependency}".`,
              'linter: invalid or unknown pipeline dependency',
            );
      }
    },
  },
  {
    code: 'pipeline-depends-on-itself',
    source: 'server',
    severity: 'error',
    reason: 'It would wait for itself for ever.',
    remedy: 'Remove the dependency.',
    example: {
      bad: 'kind: pipeline\nname: a\ndepends_on: [a]\nsteps: [{ name: s, image: x }]\n',
      good: 'kind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n',
    },
    checkFile: (resources, report) => {
      for (const [document, { name, depends_on }] of pipelines(resources)) {
        const index = depends_on?.indexOf(name) ?? -1;
        if (index >= 0)
          report(
            document,
            ['depends_on', index],
            `The pipeline "${name}" depends on itself.`,
            'linter: pipeline cannot have a dependency on itself',
          );
      }
    },
  },
  {
    code: 'pipeline-cycle',
    source: 'server',
    severity: 'error',
    reason: 'Pipelines that wait for each other never start.',
    remedy: 'Remove one of the dependencies of the cycle.',
    example: {
      bad: 'kind: pipeline\nname: a\ndepends_on: [b]\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: b\ndepends_on: [a]\nsteps: [{ name: s, image: x }]\n',
      good: 'kind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n---\nkind: pipeline\nname: b\ndepends_on: [a]\nsteps: [{ name: s, image: x }]\n',
    },
    checkFile: (resources, report) => {
      const graph = new Map(pipelines(resources).map(([document, one]) => [one.name, { document, one }]));
      const done = new Set<string>();
      for (const name of graph.keys()) {
        const cycle = findCycle(name, (from) => graph.get(from)?.one.depends_on ?? [], done);
        if (!cycle) continue;
        const message = `The pipelines ${cycle.join(' → ')} wait for each other.`;
        report(
          graph.get(name)?.document ?? 0,
          ['depends_on'],
          message,
          'Error: Dependency cycle detected in Pipeline',
        );
        return;
      }
    },
  },
  ...platformRules(),
];

function platformRules(): Rule[] {
  const platform = (key: 'os' | 'arch', code: string, allowed: readonly string[], word: string): Rule => ({
    code,
    source: 'server',
    severity: 'error',
    reason: `The server knows ${allowed.join(', ')}; with anything else it makes no build.`,
    remedy: `Use one of ${allowed.join(', ')}.`,
    example: {
      bad: `kind: pipeline\nname: a\nplatform: { ${key}: other }\nsteps: [{ name: s, image: x }]\n`,
      good: `kind: pipeline\nname: a\nplatform: { ${key}: ${allowed[0] ?? ''} }\nsteps: [{ name: s, image: x }]\n`,
    },
    checkPipeline: ({ pipeline }, report) => {
      const value = pipeline.platform?.[key];
      if (value !== undefined && value !== '' && !allowed.includes(value))
        report(
          ['platform', key],
          `The ${word} "${value}" is not supported.`,
          `linter: unsupported ${word}: ${value}`,
        );
    },
  });
  return [
    platform('os', 'unsupported-os', ['linux', 'windows'], 'os'),
    platform(
      'arch',
      'unsupported-architecture',
      ['arm', 'arm64', 'amd64', 'ppc64le', 's390x'],
      'architecture',
    ),
  ];
}

/** Pipelines with their document; one without a name is called `default`, as the server calls it. */
function pipelines(
  resources: readonly Resource[],
): [document: number, pipeline: Pick<Pipeline, 'name' | 'depends_on'>][] {
  return [...resources.entries()].flatMap(([document, resource]) =>
    resource.kind === 'pipeline' ? [[document, { ...resource, name: resource.name || 'default' }]] : [],
  );
}

/** Depth first without recursion: a file may hold thousands of pipelines in a row. */
function findCycle(
  start: string,
  next: (name: string) => readonly string[],
  done: Set<string>,
): string[] | undefined {
  const way: { name: string; pending: string[] }[] = [];
  const enter = (name: string): void => {
    way.push({ name, pending: [...next(name)] });
  };
  if (!done.has(start)) enter(start);
  while (way.length > 0) {
    const last = way.at(-1);
    const name = last?.pending.pop();
    if (name === undefined) {
      done.add(last?.name ?? '');
      way.pop();
    } else if (way.some((one) => one.name === name))
      return [...way.slice(way.findIndex((one) => one.name === name)).map((one) => one.name), name];
    else if (!done.has(name)) enter(name);
  }
  return undefined;
}
