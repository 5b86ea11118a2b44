import { posix } from 'node:path';
import { matchesPattern } from '../../evaluate/match-pattern.ts';
import { pipelineOf } from '../example.ts';
import type { AnyPipeline, Rule } from '../rule.ts';

const STEP = '- name: s\n  image: x';
const KUBERNETES = 'type: kubernetes';

/** Where images keep programs and settings. */
const TAKEN = '/bin /boot /dev /etc /go /home /lib /lib64 /opt /proc /root /run /sbin /sys /usr /var'.split(
  ' ',
);

/** Fields by which a file chooses where its pod runs and as whom (A16). */
const PLACES: readonly (keyof AnyPipeline)[] = [
  'node_name',
  'node_selector',
  'service_account_name',
  'tolerations',
  'dns_config',
  'host_aliases',
];

/** Rules on where a pipeline runs: Drone's own on Kubernetes, and ours for A09, A14, A16, A17. */
export const placementRules: readonly Rule[] = [
  stageLimit('cpu', '100', 'cpu limit cannot be applied at stage level'),
  stageLimit('memory', '1gib', 'memory limit cannot be applied at stage level'),
  {
    code: 'restricted-namespace',
    source: 'kubernetes',
    severity: 'error',
    types: ['kubernetes'],
    reason: 'The runner’s DRONE_NAMESPACE_RULES keep this namespace for other repositories.',
    remedy: 'Leave metadata.namespace out.',
    example: {
      bad: pipelineOf(STEP, `${KUBERNETES}\nmetadata: { namespace: prod }`),
      good: pipelineOf(STEP, `${KUBERNETES}\nmetadata: { namespace: test }`),
      options: { repository: 'player/game', namespaceRules: { prod: ['ops/*'] } },
    },
    checkPipeline: ({ pipeline }, report, { namespaceRules, repository = '' }) => {
      const namespace = pipeline.metadata?.namespace;
      const patterns = namespace ? namespaceRules?.[namespace] : undefined;
      if (patterns && !patterns.some((pattern) => matchesPattern(pattern, repository)))
        report(
          ['metadata', 'namespace'],
          `The namespace "${namespace ?? ''}" is not for the repository "${repository}".`,
          'linter: pipeline restricted from using configured namespace',
        );
    },
  },
  {
    code: 'kubernetes-placement',
    source: 'ours',
    severity: 'error',
    types: ['kubernetes'],
    reason:
      'The runner lets any repository choose this: an account, a namespace or a node that was not meant for it.',
    remedy: 'Leave it out, and set it for all builds in the runner’s policy file.',
    example: {
      bad: pipelineOf(STEP, `${KUBERNETES}\nservice_account_name: default`),
      good: pipelineOf(STEP, KUBERNETES),
    },
    checkPipeline: ({ pipeline }, report) => {
      for (const field of PLACES)
        if (pipeline[field] !== undefined) report([field], `The file sets ${field} for its pod.`);
      if (pipeline.metadata?.namespace !== undefined)
        report(['metadata', 'namespace'], `The file chooses the namespace "${pipeline.metadata.namespace}".`);
    },
  },
  {
    code: 'root-user',
    source: 'ours',
    severity: 'warning',
    types: ['docker', 'kubernetes'],
    reason: 'Root in a container is one mistake away from root on the node.',
    remedy: 'Choose a user that is not root.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n  user: 0', KUBERNETES),
      good: pipelineOf('- name: s\n  image: x\n  user: 1000', KUBERNETES),
    },
    checkStep: ({ step: { user, group }, path }, report) => {
      if (user === 0 || user === '0' || user === 'root' || /^(?:0|root):/.test(String(user)))
        report([...path, 'user'], 'The step runs as root.');
      if (group === 0) report([...path, 'group'], 'The step runs in the group of root.');
    },
  },
  {
    code: 'workspace-outside',
    source: 'ours',
    severity: 'error',
    types: ['docker'],
    reason:
      'The runner checks only the joined path, so a base like /usr puts files of the repository over programs.',
    remedy: 'Leave the workspace out, or keep it under /drone.',
    example: {
      bad: pipelineOf(STEP, 'workspace: { base: /usr, path: src }'),
      good: pipelineOf(STEP, 'workspace: { base: /drone, path: src }'),
    },
    checkPipeline: ({ pipeline: { workspace } }, report) => {
      const base = workspace?.base;
      if (
        base !== undefined &&
        (!base.startsWith('/') || TAKEN.some((taken) => isUnder(base, taken) || isUnder(taken, base)))
      )
        report(
          ['workspace', 'base'],
          `The workspace base "${base}" covers programs or settings of the image.`,
        );
      if (workspace?.path !== undefined && !isUnder(posix.join('/drone', workspace.path), '/drone'))
        report(['workspace', 'path'], `The workspace path "${workspace.path}" leads out of its base.`);
    },
  },
  {
    code: 'runner-steering',
    source: 'ours',
    severity: 'warning',
    reason:
      'Labels send the pipeline to another runner, perhaps one that holds more than this repository may have.',
    remedy: 'Leave node out, and limit runners by DRONE_LIMIT_REPOS and DRONE_LIMIT_EVENTS.',
    example: { bad: pipelineOf(STEP, 'node: { zone: production }'), good: pipelineOf(STEP) },
    checkPipeline: ({ pipeline: { node } }, report) => {
      if (node && Object.keys(node).length > 0) report(['node'], 'The file chooses its runner by labels.');
    },
  },
  {
    code: 'runs-on-host',
    source: 'ours',
    severity: 'warning',
    types: ['exec'],
    reason:
      'Commands run as the runner’s own user, who can read the runner’s secret and so every build’s secrets.',
    remedy: 'Use containers, or give the runner a machine of its own and only repositories you trust.',
    example: {
      bad: pipelineOf('- name: s\n  commands: [make]', 'type: exec\nclone: { disable: true }'),
      good: pipelineOf(STEP),
    },
    checkPipeline: (_placed, report) => report(['type'], 'The pipeline runs on the runner’s own machine.'),
  },
  {
    code: 'exec-clone',
    source: 'ours',
    severity: 'error',
    types: ['exec', 'ssh'],
    reason:
      'The clone script of these runners holds the branch name without quotes: a branch can be a command.',
    remedy: 'Set clone: { disable: true } and fetch a commit by its hash.',
    example: {
      bad: pipelineOf('- name: s\n  commands: [make]', 'type: exec'),
      good: pipelineOf('- name: s\n  commands: [make]', 'type: exec\nclone: { disable: true }'),
    },
    checkPipeline: ({ pipeline }, report) => {
      if (pipeline.clone?.disable !== true)
        report(['clone'], 'The runner clones with a script that trusts the branch name.');
    },
  },
];

function stageLimit(key: 'cpu' | 'memory', yaml: string, drone: string): Rule {
  return {
    code: `stage-${key}-limit`,
    source: 'kubernetes',
    severity: 'error',
    types: ['kubernetes'],
    reason: 'Limits belong to containers; the runner takes only requests for the whole pod.',
    remedy: 'Set resources.limits on the steps.',
    example: {
      bad: pipelineOf(STEP, `${KUBERNETES}\nresources: { limits: { ${key}: ${yaml} } }`),
      good: pipelineOf(STEP, `${KUBERNETES}\nresources: { requests: { ${key}: ${yaml} } }`),
    },
    checkPipeline: ({ pipeline }, report) => {
      const limit = pipeline.resources?.limits?.[key];
      if (limit !== undefined && limit !== 0)
        report(['resources', 'limits', key], `The ${key} limit stands on the pipeline.`, `linter: ${drone}`);
    },
  };
}

function isUnder(path: string, base: string): boolean {
  const normal = posix.normalize(path);
  return normal === base || normal.startsWith(base === '/' ? base : `${base}/`);
}
