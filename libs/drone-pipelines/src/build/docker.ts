import type { ByteSize, ContainerStep, PipelineBase, TemporaryVolume } from './common.ts';

/** A pipeline whose steps are containers of one Docker host. */
export interface DockerPipeline extends PipelineBase {
  readonly type: 'docker';
  readonly workspace?: { readonly base?: string; readonly path?: string };
  /** For every step. Text only: secrets are not looked up here. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly image_pull_secrets?: readonly string[];
  readonly volumes?: readonly DockerVolume[];
  readonly services?: readonly DockerStep[];
  readonly steps: readonly DockerStep[];
}

export interface DockerVolume {
  readonly name: string;
  readonly temp?: TemporaryVolume;
  /** Only in trusted repositories. */
  readonly host?: { readonly path: string };
}

/** A step, or a service, which is a step that is not waited for. */
export interface DockerStep extends ContainerStep, LegacyStepFields {
  readonly user?: string;
  readonly volumes?: readonly { readonly name: string; readonly path: string }[];
  readonly mem_limit?: ByteSize;
  readonly memswap_limit?: ByteSize;
  /** Only in trusted repositories, as are all that follow. */
  readonly shm_size?: ByteSize;
  readonly devices?: readonly { readonly name: string; readonly path: string }[];
  readonly dns?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly network_mode?: string;
}

/** What the server still reads and checks, and no runner has used for years. Not accepted by the builder. */
export interface LegacyStepFields {
  readonly build?:
    | string
    | {
        readonly image?: string;
        readonly dockerfile?: string;
        readonly context?: string;
        readonly args?: Readonly<Record<string, string>>;
        readonly cache_from?: readonly string[];
        readonly labels?: Readonly<Record<string, string>>;
      };
  readonly push?: string | { readonly image?: string };
  readonly ports?: readonly (
    number | { readonly port?: number; readonly host?: number; readonly protocol?: string }
  )[];
  readonly resources?: { readonly limits?: LegacyAmounts; readonly requests?: LegacyAmounts };
}

interface LegacyAmounts {
  readonly cpu?: number;
  readonly memory?: ByteSize;
}
