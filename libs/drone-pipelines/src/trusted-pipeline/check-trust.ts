import { EVENT_NAMES } from '../evaluate/build-event.ts';
import { lintResources } from '../lint/lint.ts';
import { LOADER_NAMES } from '../lint/rules/substitution.ts';
import { findSubstitutions } from '../lint/substitution.ts';
import type { Problem } from '../problem.ts';
import type { ManagedRepository } from './managed-repository.ts';

/**
 * What keeps pipelines from being trusted. For players: any secret, any `${…}`, any image without digest, any error of
 * lint. For jobs the same, but for secrets; they clone nothing, and only custom events reach them.
 *
 * @returns nothing for pipelines that `trustedPipeline` will answer with
 * @example
 * const pipeline = kubernetesPipeline({ name: 'grade', steps: [{ name: 'grade', image: 'grader:latest' }] });
 * checkTrust({ kind: 'player', pipelines: [pipeline] })[0]?.code; // unpinned-image
 */
export function checkTrust(repository: ManagedRepository): Problem[] {
  const { kind, pipelines } = repository;
  const problems = lintResources(pipelines, { untrustedEvents: kind === 'player' ? EVENT_NAMES : [] }).filter(
    ({ severity, code }) => severity === 'error' || MUST.has(code),
  );
  const add = (document: number, path: string, code: string, message: string, remedy: string): void => {
    problems.push({
      code,
      severity: 'error',
      source: 'ours',
      message,
      reason: REASON,
      remedy,
      document,
      path,
    });
  };
  if (pipelines.length === 0) add(0, '', 'no-pipelines', 'There are no pipelines.', 'Give at least one.');
  for (const [document, pipeline] of pipelines.entries()) {
    const text = JSON.stringify(pipeline);
    if (pipeline.type !== 'docker' && pipeline.type !== 'kubernetes')
      add(
        document,
        'type',
        'outside-container',
        `A ${pipeline.type} pipeline has no container.`,
        'Use docker or kubernetes.',
      );
    else if (pipeline.image_pull_secrets && kind === 'player')
      add(
        document,
        'image_pull_secrets',
        'secret-for-player',
        'It names a pull secret.',
        'Configure the runner instead.',
      );
    if (findSubstitutions(text).length > 0)
      add(
        document,
        '',
        'substitution',
        'It holds ${…}, which build parameters can change.',
        'Write $${…}, quoted.',
      );
    if (kind === 'player' && text.includes('"from_secret"'))
      add(document, '', 'secret-for-player', 'It asks for a secret.', 'Move the step to a job of its own.');
    if (kind === 'jobs' && pipeline.clone?.disable !== true)
      add(
        document,
        'clone',
        'job-clones',
        'A job with secrets clones a repository.',
        'Set clone: { disable: true }.',
      );
    if (kind === 'jobs' && JSON.stringify(pipeline.trigger?.event) !== '["custom"]')
      add(
        document,
        'trigger.event',
        'job-event',
        'A job must be for custom events only.',
        "Set trigger: { event: ['custom'] }.",
      );
  }
  if (kind === 'jobs')
    for (const [name, { source, flags }] of Object.entries(repository.parameters))
      if (!/^[A-Z][A-Z0-9_]*$/.test(name) || /^(?:DRONE|CI|PLUGIN)_/.test(name) || LOADER_NAMES.test(name))
        add(
          0,
          '',
          'job-parameter',
          `The parameter ${name} has a name that means something else.`,
          'Choose another name.',
        );
      else if (flags.includes('g') || flags.includes('y') || source === '(?:)')
        add(
          0,
          '',
          'job-parameter',
          `The pattern of ${name} checks nothing reliably.`,
          'Write a pattern without g and y.',
        );
  return problems;
}

/** Advice elsewhere, a must here. */
const MUST = new Set(['unpinned-image', 'runner-steering', 'clone-override', 'root-user', 'external-secret']);

const REASON = 'What the extension answers runs with whatever the runner has, on events that players cause.';
