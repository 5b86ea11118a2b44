import { posix } from 'node:path';
import { pipelineOf } from '../example.ts';
import type { PlacedPipeline, Rule } from '../rule.ts';

const RESERVED_VOLUMES = new Set(['workspace', '_workspace', '_docker_socket']);
const RESERVED_KUBERNETES_VOLUMES = new Set([...RESERVED_VOLUMES, '_status', '_addons']);

/** What the runners check of every step (facts/drone.md §2 "Errors"). */
export const stepRules: readonly Rule[] = [
  {
    code: 'missing-step-name',
    source: 'docker',
    severity: 'error',
    reason: 'Logs, states and dependencies go by the name of the step.',
    remedy: 'Give the step a name.',
    example: { bad: pipelineOf('- image: x'), good: pipelineOf('- name: s\n  image: x') },
    checkStep: ({ step, path, isService }, report) => {
      // The runner looks at steps only; Drone's YAML library at services as well.
      const drone = isService ? 'linter: invalid or missing name' : 'Linter: invalid or missing step name';
      if (!step.name) report(path, 'The step has no name.', drone);
    },
  },
  {
    code: 'step-name-too-long',
    source: 'docker',
    severity: 'error',
    types: ['docker', 'kubernetes'],
    reason: 'The runner counts bytes and stops at 100.',
    remedy: 'Choose a shorter name.',
    example: {
      bad: pipelineOf(`- name: ${'s'.repeat(101)}\n  image: x`),
      good: pipelineOf('- name: s\n  image: x'),
    },
    checkStep: ({ step, path, isService }, report) => {
      if (!isService && step.name && Buffer.byteLength(step.name) > 100)
        report(
          [...path, 'name'],
          'The name is longer than 100 bytes.',
          'Linter: step name cannot exceed 100 characters',
        );
    },
  },
  {
    code: 'duplicate-step-name',
    source: 'docker',
    severity: 'error',
    reason: 'Two steps of one name cannot be told apart; the name "clone" is taken by the clone step.',
    remedy: 'Give every step and service its own name.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n- name: s\n  image: x'),
      good: pipelineOf('- name: s\n  image: x\n- name: t\n  image: x'),
    },
    checkPipeline: ({ pipeline, steps }, report) => {
      const names = new Map<string, string>(pipeline.clone?.disable ? [] : [['clone', 'clone']]);
      for (const { step, path, isService } of steps) {
        if (!step.name) continue;
        const other = names.get(step.name);
        if (other !== undefined) {
          const drone =
            other === 'steps' && !isService ? 'Linter: duplicate step name' : 'linter: duplicate step names';
          report([...path, 'name'], `The name "${step.name}" is already taken in ${other}.`, drone);
        } else names.set(step.name, String(path[0]));
      }
    },
  },
  {
    code: 'missing-image',
    source: 'docker',
    severity: 'error',
    types: ['docker', 'kubernetes'],
    reason: 'A step of this type is a container, and a container needs an image.',
    remedy: 'Name an image, best by its digest.',
    example: { bad: pipelineOf('- name: s'), good: pipelineOf('- name: s\n  image: x') },
    checkStep: ({ step, path }, report) => {
      if (!step.image)
        report(path, `The step "${step.name ?? ''}" has no image.`, 'linter: invalid or missing image');
    },
  },
  {
    code: 'image-without-container',
    source: 'exec',
    severity: 'error',
    types: ['exec', 'ssh'],
    // Assumption: that the exec runner refuses it is stated by the facts without its message; for ssh it is ignored.
    reason: 'Steps of this type are commands on a machine: an image would give a false sense of isolation.',
    remedy: 'Remove the image, or make it a docker or kubernetes pipeline.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n  commands: [make]', 'type: exec'),
      good: pipelineOf('- name: s\n  commands: [make]', 'type: exec\nclone: { disable: true }'),
    },
    checkStep: ({ step, path }, report) => {
      if (step.image !== undefined) report([...path, 'image'], `The step "${step.name ?? ''}" has an image.`);
    },
  },
  {
    code: 'unknown-step-dependency',
    source: 'docker',
    severity: 'error',
    reason: 'A step can only wait for steps that are declared above it.',
    remedy: 'Correct the name, or move the step below the one it waits for.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n  depends_on: [t]\n- name: t\n  image: x'),
      good: pipelineOf('- name: t\n  image: x\n- name: s\n  image: x\n  depends_on: [t]'),
    },
    checkPipeline: (placed, report) => {
      eachStepDependency(placed, (name, dependency, path, isKnown) => {
        if (isKnown) return;
        const drone = `linter: unknown step dependency detected: ${name} references ${dependency}`;
        report(path, `The step "${name}" waits for "${dependency}", which is not declared above it.`, drone);
      });
    },
  },
  {
    code: 'step-depends-on-itself',
    source: 'docker',
    severity: 'error',
    reason: 'It would wait for itself for ever.',
    remedy: 'Remove the dependency.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n  depends_on: [s]'),
      good: pipelineOf('- name: s\n  image: x'),
    },
    checkPipeline: (placed, report) => {
      eachStepDependency(placed, (name, dependency, path) => {
        if (name === dependency)
          report(
            path,
            `The step "${name}" waits for itself.`,
            `linter: cyclical step dependency detected: ${name}`,
          );
      });
    },
  },
  {
    code: 'missing-volume-name',
    source: 'docker',
    severity: 'error',
    types: ['docker', 'kubernetes'],
    reason: 'Steps mount a volume by its name.',
    remedy: 'Give the volume a name.',
    example: {
      bad: pipelineOf('- name: s\n  image: x', 'volumes: [{ temp: {} }]'),
      good: pipelineOf('- name: s\n  image: x', 'volumes: [{ name: v, temp: {} }]'),
    },
    checkPipeline: ({ pipeline }, report) => {
      for (const [index, { name }] of (pipeline.volumes ?? []).entries())
        if (!name) report(['volumes', index], 'The volume has no name.', 'linter: missing volume name');
    },
  },
  {
    code: 'reserved-volume-name',
    source: 'docker',
    severity: 'error',
    types: ['docker', 'kubernetes'],
    reason: 'The runner keeps these names for its own volumes.',
    remedy: 'Choose another name.',
    example: {
      bad: pipelineOf('- name: s\n  image: x', 'volumes: [{ name: _docker_socket, temp: {} }]'),
      good: pipelineOf('- name: s\n  image: x', 'volumes: [{ name: v, temp: {} }]'),
    },
    checkPipeline: ({ pipeline, steps }, report) => {
      const reserved = pipeline.type === 'kubernetes' ? RESERVED_KUBERNETES_VOLUMES : RESERVED_VOLUMES;
      const checkName = (name: string | undefined, path: readonly (string | number)[]): void => {
        if (name && reserved.has(name))
          report(path, `The volume name "${name}" is reserved.`, `linter: invalid volume name: ${name}`);
      };
      for (const [index, { name }] of (pipeline.volumes ?? []).entries())
        checkName(name, ['volumes', index, 'name']);
      for (const { step, path } of steps)
        for (const [index, { name }] of (step.volumes ?? []).entries())
          checkName(name, [...path, 'volumes', index, 'name']);
    },
  },
  {
    code: 'mount-at-run-drone',
    source: 'docker',
    severity: 'error',
    types: ['docker', 'kubernetes'],
    reason: 'The runner keeps its own files there.',
    remedy: 'Mount the volume elsewhere.',
    example: {
      bad: pipelineOf(
        '- name: s\n  image: x\n  volumes: [{ name: v, path: /run//drone/x }]',
        'volumes: [{ name: v, temp: {} }]',
      ),
      good: pipelineOf(
        '- name: s\n  image: x\n  volumes: [{ name: v, path: /cache }]',
        'volumes: [{ name: v, temp: {} }]',
      ),
    },
    checkStep: ({ step, path }, report) => {
      for (const [index, { path: at }] of (step.volumes ?? []).entries())
        if (at && posix.normalize(at).startsWith('/run/drone'))
          report(
            [...path, 'volumes', index, 'path'],
            `"${at}" is under /run/drone.`,
            'linter: cannot mount volume at /run/drone',
          );
    },
  },
];

function eachStepDependency(
  { pipeline, steps }: PlacedPipeline,
  visit: (name: string, dependency: string, path: readonly (string | number)[], isKnown: boolean) => void,
): void {
  const names = new Set<string>(pipeline.clone?.disable ? [] : ['clone']);
  for (const { step, path } of steps) {
    const name = step.name ?? '';
    names.add(name);
    for (const [index, dependency] of (step.depends_on ?? []).entries())
      visit(name, dependency, [...path, 'depends_on', index], names.has(dependency));
  }
}
