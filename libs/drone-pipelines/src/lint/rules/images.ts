import { pipelineOf } from '../example.ts';
import { eventsThatPass } from '../secrets.ts';
import type { PipelineType, Rule } from '../rule.ts';

const CONTAINERS: readonly PipelineType[] = ['docker', 'kubernetes'];
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** What the Docker runner starts privileged without being asked (RD `DRONE_RUNNER_PRIVILEGED_IMAGES`, A13). */
const AUTO_PRIVILEGED = /^(?:docker\.io\/)?plugins\/(?:docker|acr|ecr|gcr|gar|heroku)(?:[:@]|$)/;

/** Rules of this library on images: A13, A23, A24. */
export const imageRules: readonly Rule[] = [
  {
    code: 'unpinned-image',
    source: 'ours',
    severity: 'warning',
    types: CONTAINERS,
    reason: 'A tag can be moved: tomorrow it may be another program.',
    remedy: 'Name the image by its digest: image@sha256:….',
    example: {
      bad: pipelineOf('- name: s\n  image: node:24'),
      good: pipelineOf(`- name: s\n  image: node:24@${DIGEST}`),
    },
    checkStep: ({ step: { image }, path }, report) => {
      if (image && !/@sha256:[0-9a-f]{64}$/.test(image))
        report([...path, 'image'], `The image "${image}" is not pinned by a digest.`);
    },
  },
  {
    code: 'auto-privileged-image',
    source: 'ours',
    severity: 'error',
    types: CONTAINERS,
    reason:
      'The runner starts this plugin privileged in any repository; whoever steers it through its environment is root on the host.',
    remedy:
      'Build images with a rootless builder (kaniko, buildkit rootless), and empty DRONE_RUNNER_PRIVILEGED_IMAGES.',
    example: {
      bad: pipelineOf('- name: s\n  image: plugins/docker:20\n  settings: { repo: a/b }'),
      good: pipelineOf('- name: s\n  image: gcr.io/kaniko-project/executor:v1\n  settings: { repo: a/b }'),
    },
    checkStep: ({ step: { image }, path }, report) => {
      if (image && AUTO_PRIVILEGED.test(image))
        report([...path, 'image'], `The runner starts "${image}" privileged.`);
    },
  },
  {
    code: 'mutable-tag',
    source: 'ours',
    severity: 'error',
    types: CONTAINERS,
    reason: 'An image under a moving tag is replaced by whoever causes the next event, and others pull it.',
    remedy: 'Push on push events only, under a tag made of the commit.',
    example: {
      bad: pipelineOf('- name: s\n  image: builder\n  settings: { repo: a/b, tags: [latest] }'),
      good: pipelineOf(
        '- name: s\n  image: builder\n  settings: { repo: a/b, tags: ["${DRONE_COMMIT_SHA}"] }',
        'trigger: { event: push }',
      ),
    },
    checkStep: ({ step, path }, report, _options, { untrustedEvents }) => {
      const tags = step.settings?.['tags'] ?? step.settings?.['tag'];
      if (tags === undefined || !step.settings?.['repo']) return;
      const list = (Array.isArray(tags) ? tags : [tags]) as readonly unknown[];
      if (list.includes('latest')) report([...path, 'settings', 'tags'], 'The image is pushed as "latest".');
      const events = eventsThatPass(step.when, untrustedEvents);
      if (events.length > 0)
        report([...path, 'settings', 'repo'], `The image is pushed on ${events.join(', ')}.`);
    },
  },
  {
    code: 'shared-cache',
    source: 'ours',
    severity: 'error',
    types: CONTAINERS,
    reason: 'A pull request that writes the cache decides what later builds take out of it.',
    remedy: 'Rebuild the cache on push only; let pull requests only restore it.',
    example: {
      bad: pipelineOf('- name: s\n  image: meltwater/drone-cache\n  settings: { rebuild: true }'),
      good: pipelineOf(
        '- name: s\n  image: meltwater/drone-cache\n  settings: { rebuild: true }\n  when: { event: push }',
      ),
    },
    checkStep: ({ step, path }, report, _options, { untrustedEvents }) => {
      if (!step.image || !/cache/i.test(step.image) || step.settings?.['rebuild'] !== true) return;
      const events = eventsThatPass(step.when, untrustedEvents);
      if (events.length > 0)
        report([...path, 'settings', 'rebuild'], `The cache is written on ${events.join(', ')}.`);
    },
  },
  {
    code: 'clone-override',
    source: 'ours',
    severity: 'warning',
    types: CONTAINERS,
    reason: 'A clone step of your own gets the credentials of the clone and is not the one the runner pins.',
    remedy: 'Use the built-in clone with DRONE_RUNNER_CLONE_IMAGE set by digest, or clone nothing.',
    example: {
      bad: pipelineOf('- name: clone\n  image: alpine/git', 'clone: { disable: true }'),
      good: pipelineOf('- name: s\n  image: x', 'clone: { disable: true }'),
    },
    checkPipeline: ({ pipeline, steps }, report) => {
      if (pipeline.clone?.disable !== true) return;
      for (const { step, path } of steps)
        if (step.name === 'clone' || /(?:^|\/)(?:drone\/git|alpine\/git)(?:[:@]|$)/.test(step.image ?? ''))
          report(path, `The step "${step.name ?? ''}" clones in place of the runner.`);
    },
  },
  {
    code: 'docker-socket',
    source: 'ours',
    severity: 'error',
    types: CONTAINERS,
    reason: 'Whoever can talk to the Docker daemon is root on its host.',
    remedy: 'Build images with a rootless builder.',
    example: {
      bad: pipelineOf(
        '- name: s\n  image: x',
        'volumes: [{ name: v, host: { path: /var/run/docker.sock } }]',
      ),
      good: pipelineOf('- name: s\n  image: x', 'volumes: [{ name: v, temp: {} }]'),
    },
    checkPipeline: ({ pipeline }, report) => {
      for (const [index, { host }] of (pipeline.volumes ?? []).entries())
        if (host && /docker\.sock|containerd\.sock|^\/+(?:var\/*(?:run\/*)?|run\/*)?$/.test(host.path))
          report(
            ['volumes', index, 'host'],
            `The host path "${host.path}" gives the Docker daemon to the steps.`,
          );
    },
  },
];
