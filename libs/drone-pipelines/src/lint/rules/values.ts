import { pipelineOf } from '../example.ts';
import type { AnyStep, Rule } from '../rule.ts';

const STEP = '- name: s\n  image: x';

/** Rules on values that Drone takes and does not act on, and on files that do nothing. */
export const valueRules: readonly Rule[] = [
  {
    code: 'missing-pipeline-name',
    source: 'ours',
    severity: 'warning',
    reason: 'Drone calls it "default"; a second one without a name is then a duplicate.',
    remedy: 'Give the pipeline a name.',
    example: { bad: `kind: pipeline\nsteps:\n${STEP}\n`, good: pipelineOf(STEP) },
    checkPipeline: ({ pipeline }, report) => {
      if (!pipeline.name) report([], 'The pipeline has no name.');
    },
  },
  {
    code: 'no-steps',
    source: 'ours',
    severity: 'error',
    reason: 'A pipeline without steps does nothing and succeeds.',
    remedy: 'Add a step, or remove the pipeline.',
    example: { bad: 'kind: pipeline\nname: example\n', good: pipelineOf(STEP) },
    checkPipeline: ({ pipeline }, report) => {
      if (!pipeline.steps?.length) report([], `The pipeline "${pipeline.name ?? ''}" has no steps.`);
    },
  },
  oneOf('failure', ['ignore', 'fast', 'fast-fail', 'fail-fast'], 'ignore', 'ignored'),
  oneOf('pull', ['always', 'if-not-exists', 'never'], 'if-not-exists', 'on-missing'),
  {
    code: 'ignored-by-runner',
    source: 'ours',
    severity: 'warning',
    types: ['docker'],
    reason: 'The server reads it for the sake of old files, and no runner acts on it.',
    remedy: 'Remove it; use a plugin to build images, a service for a port.',
    example: { bad: pipelineOf(`${STEP}\n  ports: [80]`), good: pipelineOf(STEP) },
    checkStep: ({ step, path }, report) => {
      for (const field of ['build', 'push', 'ports', 'resources'] as const)
        if (step[field] !== undefined) report([...path, field], `The Docker runner ignores ${field}.`);
    },
  },
  {
    code: 'host-port',
    source: 'drone-yaml',
    severity: 'error',
    types: ['docker'],
    reason: 'A port of the host would be open to others than this build.',
    remedy: 'Name only the port of the container.',
    example: {
      bad: pipelineOf(`${STEP}\n  ports: [{ port: 80, host: 80 }]`),
      good: pipelineOf(`${STEP}\n  ports: [80]`),
    },
    checkStep: ({ step, path }, report, { trusted = false }) => {
      for (const [index, port] of (step.ports ?? []).entries())
        if (!trusted && typeof port === 'object' && port.host)
          report(
            [...path, 'ports', index, 'host'],
            `The port ${port.host} of the host is asked for.`,
            'linter: untrusted repositories cannot map to a host port',
          );
    },
  },
  {
    code: 'missing-build-image',
    source: 'drone-yaml',
    severity: 'error',
    types: ['docker'],
    reason: 'A build needs a name for its image.',
    remedy: 'Name the image, or remove the build.',
    example: {
      bad: pipelineOf(`${STEP}\n  build: { context: . }`),
      good: pipelineOf(`${STEP}\n  build: { image: a/b }`),
    },
    checkStep: ({ step, path }, report) => {
      const image = typeof step.build === 'string' ? step.build : step.build?.image;
      if (step.build !== undefined && !image)
        report([...path, 'build'], 'The build has no image.', 'linter: invalid or missing build image');
    },
  },
];

function oneOf(field: 'failure' | 'pull', known: readonly string[], good: string, bad: string): Rule {
  return {
    code: `unknown-${field}`,
    source: 'ours',
    severity: 'error',
    reason: 'Drone takes a word it does not know for the default, without saying so.',
    remedy: `Use one of ${known.join(', ')}.`,
    example: {
      bad: pipelineOf(`${STEP}\n  ${field}: ${bad}`),
      good: pipelineOf(`${STEP}\n  ${field}: ${good}`),
    },
    checkStep: ({ step, path }, report) => {
      const value = (step as AnyStep & { readonly [key in typeof field]?: string })[field];
      if (value !== undefined && !known.includes(value))
        report([...path, field], `There is no ${field} "${value}".`);
    },
  };
}
