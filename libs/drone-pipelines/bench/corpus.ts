import { dockerPipeline, formatDroneFile, kubernetesPipeline, type Pipeline } from '@wescale/drone-pipelines';

const image = (index: number): string =>
  `registry.example.com/tool-${index % 17}@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Files of one pipeline each, all different, of the size and shape that teams write: a dozen fields, five steps. */
export function makeFiles(count: number): string[] {
  return Array.from({ length: count }, (_, index) => formatDroneFile([makePipeline(index)]));
}

function makePipeline(index: number): Pipeline {
  const steps = Array.from({ length: 3 + (index % 5) }, (_, number) => ({
    name: `step-${number}`,
    image: image(index + number),
    environment: { LEVEL: `${index}`, TARGET: `build/${number}`, VERBOSE: 'true' },
    commands: [
      'npm ci --no-audit',
      `npm run task-${index}-${number}`,
      'test -f "$TARGET" && echo "built: $TARGET"',
    ],
    ...(number > 0 && index % 2 === 0 ? { depends_on: [`step-${number - 1}`] } : {}),
    ...(number % 3 === 2
      ? { when: { branch: ['main', 'release/*'], event: { exclude: ['pull_request' as const] } } }
      : {}),
  }));
  const common = {
    name: `pipeline-${index}`,
    trigger: { event: ['push' as const, 'pull_request' as const], branch: { exclude: ['wip/**'] } },
    steps,
  };
  if (index % 3 > 0)
    return dockerPipeline({
      ...common,
      services: [{ name: 'db', image: image(index) }],
      environment: { CI: 'true' },
    });
  return kubernetesPipeline({
    ...common,
    steps: steps.map((step) => ({
      ...step,
      user: 1000,
      resources: { limits: { cpu: 500, memory: '512MiB' } },
    })),
  });
}
