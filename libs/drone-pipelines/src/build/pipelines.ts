import type { ExecPipeline, SshPipeline } from './bare.ts';
import { checkResource } from './check-resource.ts';
import type { DockerPipeline, DockerStep, DockerVolume, LegacyStepFields } from './docker.ts';
import type { KubernetesPipeline, KubernetesStep, KubernetesVolume } from './kubernetes.ts';

type Built = 'kind' | 'type';

/** Forbids fields, so that a type error names the one that Drone would refuse. */
type Without<T, Keys extends keyof T> = Omit<T, Keys> & { readonly [Key in Keys]?: never };

type TrustedStepField =
  'privileged' | 'devices' | 'dns' | 'dns_search' | 'extra_hosts' | 'network_mode' | 'shm_size';
type TrustedDockerStep = Without<DockerStep, keyof LegacyStepFields>;
type UntrustedDockerStep = Without<DockerStep, keyof LegacyStepFields | TrustedStepField>;
type UntrustedTemporary = { readonly temp?: { readonly medium?: never } };

/** A docker pipeline as an administrator-trusted repository may run it. */
export type TrustedDockerSpec = Omit<DockerPipeline, Built | 'steps' | 'services'> & {
  readonly steps: readonly TrustedDockerStep[];
  readonly services?: readonly TrustedDockerStep[];
};

/** A docker pipeline as any repository may run it. */
export type DockerSpec = Omit<DockerPipeline, Built | 'steps' | 'services' | 'volumes'> & {
  readonly steps: readonly UntrustedDockerStep[];
  readonly services?: readonly UntrustedDockerStep[];
  readonly volumes?: readonly (Without<DockerVolume, 'host'> & UntrustedTemporary)[];
};

/** A kubernetes pipeline as an administrator-trusted repository may run it. */
export type TrustedKubernetesSpec = Omit<KubernetesPipeline, Built | 'resources'> & {
  readonly resources?: Pick<NonNullable<KubernetesPipeline['resources']>, 'requests'>;
};

/** A kubernetes pipeline as any repository may run it. */
export type KubernetesSpec = Omit<TrustedKubernetesSpec, 'steps' | 'services' | 'volumes'> & {
  readonly steps: readonly Without<KubernetesStep, 'privileged'>[];
  readonly services?: readonly Without<KubernetesStep, 'privileged'>[];
  readonly volumes?: readonly (Without<KubernetesVolume, 'host' | 'claim' | 'config_map' | 'secret'> &
    UntrustedTemporary)[];
};

/**
 * Builds a pipeline for the Docker runner. What needs a trusted repository compiles only with `{ trusted: true }`.
 *
 * @throws {InvalidResourceError} for what the types cannot see and Drone would refuse, with the path
 * @example
 * dockerPipeline({ name: 'test', steps: [{ name: 'unit', image: 'node:24', commands: ['npm test'] }] });
 */
export function dockerPipeline(spec: DockerSpec): DockerPipeline;
export function dockerPipeline(spec: TrustedDockerSpec, options: { readonly trusted: true }): DockerPipeline;
export function dockerPipeline(
  spec: DockerSpec | TrustedDockerSpec,
  options?: { readonly trusted: true },
): DockerPipeline {
  return checkResource<DockerPipeline>({ kind: 'pipeline', type: 'docker', ...spec }, options);
}

/**
 * Builds a pipeline for the Kubernetes runner. What needs a trusted repository compiles only with `{ trusted: true }`.
 *
 * @throws {InvalidResourceError} for what the types cannot see and Drone would refuse, with the path
 * @example
 * kubernetesPipeline({ name: 'test', steps: [{ name: 'unit', image: 'node:24', user: 1000, commands: ['npm test'] }] });
 */
export function kubernetesPipeline(spec: KubernetesSpec): KubernetesPipeline;
export function kubernetesPipeline(
  spec: TrustedKubernetesSpec,
  options: { readonly trusted: true },
): KubernetesPipeline;
export function kubernetesPipeline(
  spec: KubernetesSpec | TrustedKubernetesSpec,
  options?: { readonly trusted: true },
): KubernetesPipeline {
  return checkResource<KubernetesPipeline>({ kind: 'pipeline', type: 'kubernetes', ...spec }, options);
}

/**
 * Builds a pipeline for the exec runner: commands on the runner's own machine, with nothing between.
 *
 * @throws {InvalidResourceError} for what the types cannot see and Drone would refuse, with the path
 * @example
 * execPipeline({ name: 'sign', clone: { disable: true }, steps: [{ name: 'sign', commands: ['sign-release'] }] });
 */
export function execPipeline(spec: Omit<ExecPipeline, Built>): ExecPipeline {
  return checkResource<ExecPipeline>({ kind: 'pipeline', type: 'exec', ...spec });
}

/**
 * Builds a pipeline for the SSH runner: commands on a machine that the runner reaches by SSH.
 *
 * @throws {InvalidResourceError} for what the types cannot see and Drone would refuse, with the path
 * @example
 * sshPipeline({
 *   name: 'deploy',
 *   server: { host: 'web.example.com', user: 'deploy', ssh_key: { from_secret: 'deploy_key' } },
 *   steps: [{ name: 'restart', commands: ['systemctl restart web'] }],
 * });
 */
export function sshPipeline(spec: Omit<SshPipeline, Built>): SshPipeline {
  return checkResource<SshPipeline>({ kind: 'pipeline', type: 'ssh', ...spec });
}
