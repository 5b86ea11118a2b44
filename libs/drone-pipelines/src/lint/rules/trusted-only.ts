import { parseByteSize } from '../../reader/plain-scalar.ts';
import { pipelineOf } from '../example.ts';
import type { AnyPipeline, AnyStep, PipelineType, Rule } from '../rule.ts';

const CONTAINERS: readonly PipelineType[] = ['docker', 'kubernetes'];

const reason =
  'It reaches out of the container, so the runner allows it only in repositories marked as trusted.';
const remedy = 'Do without it; a trusted repository can take over the runner.';
const STEP = '- name: s\n  image: x';

function onStep(
  key: keyof AnyStep,
  droneWords: string,
  yaml: string,
  isSet: (step: AnyStep) => boolean,
  types: readonly PipelineType[] = ['docker'],
): Rule {
  return {
    code: `untrusted-${key.replaceAll('_', '-')}`,
    source: 'docker',
    severity: 'error',
    types,
    reason,
    remedy,
    example: { bad: pipelineOf(`${STEP}\n  ${key}: ${yaml}`), good: pipelineOf(STEP) },
    checkStep: ({ step, path }, report, { trusted = false }) => {
      if (!trusted && isSet(step))
        report(
          [...path, key],
          `The step "${step.name ?? ''}" sets ${key} in an untrusted repository.`,
          `linter: untrusted repositories cannot ${droneWords}`,
        );
    },
  };
}

type AnyVolume = NonNullable<AnyPipeline['volumes']>[number];

function onVolume(
  code: string,
  droneWords: string,
  yaml: string,
  isSet: (volume: AnyVolume) => boolean,
  types: readonly PipelineType[],
): Rule {
  const head = (volume: string): string =>
    `${types.includes('docker') ? '' : 'type: kubernetes\n'}volumes: [{ name: v, ${volume} }]`;
  return {
    code,
    source: types.includes('docker') ? 'docker' : 'kubernetes',
    severity: 'error',
    types,
    reason,
    remedy,
    example: { bad: pipelineOf(STEP, head(yaml)), good: pipelineOf(STEP, head('temp: {}')) },
    checkPipeline: ({ pipeline }, report, { trusted = false }) => {
      for (const [index, volume] of (pipeline.volumes ?? []).entries())
        if (!trusted && isSet(volume))
          report(
            ['volumes', index],
            `The volume "${volume.name ?? ''}" needs a trusted repository.`,
            `linter: untrusted repositories cannot ${droneWords}`,
          );
    },
  };
}

/** What the runners refuse unless an administrator has marked the repository as trusted (A15). */
export const trustedOnlyRules: readonly Rule[] = [
  onStep('privileged', 'enable privileged mode', 'true', (step) => step.privileged === true, CONTAINERS),
  onStep('devices', 'mount devices', '[{ name: v, path: /dev/sda }]', (step) => !!step.devices?.length),
  onStep('dns', 'configure dns', '[10.0.0.1]', (step) => !!step.dns?.length),
  onStep('dns_search', 'configure dns_search', '[example.com]', (step) => !!step.dns_search?.length),
  onStep('extra_hosts', 'configure extra_hosts', '["a:10.0.0.1"]', (step) => !!step.extra_hosts?.length),
  onStep('network_mode', 'configure network_mode', 'host', (step) => !!step.network_mode),
  onStep('shm_size', 'configure shm_size', '1gb', (step) => (parseByteSize(step.shm_size ?? 0) ?? 0) > 0),
  onVolume(
    'untrusted-host-volume',
    'mount host volumes',
    'host: { path: / }',
    (v) => v.host !== undefined,
    CONTAINERS,
  ),
  onVolume(
    'untrusted-memory-volume',
    'mount in-memory volumes',
    'temp: { medium: memory }',
    (v) => v.temp?.medium === 'memory',
    CONTAINERS,
  ),
  onVolume('untrusted-claim', 'mount PVC', 'claim: { name: c }', (v) => v.claim !== undefined, [
    'kubernetes',
  ]),
  onVolume(
    'untrusted-config-map',
    'mount configMap volumes',
    'config_map: { name: c }',
    (v) => v.config_map !== undefined,
    ['kubernetes'],
  ),
  onVolume(
    'untrusted-secret-volume',
    'mount secret volumes',
    'secret: { name: c }',
    (v) => v.secret !== undefined,
    ['kubernetes'],
  ),
];
