import type { ByteSize, ContainerStep, PipelineBase, TemporaryVolume } from './common.ts';

/** A pipeline whose steps are containers of one pod. */
export interface KubernetesPipeline extends PipelineBase {
  readonly type: 'kubernetes';
  readonly metadata?: {
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly node_name?: string;
  readonly node_selector?: Readonly<Record<string, string>>;
  readonly service_account_name?: string;
  readonly tolerations?: readonly Toleration[];
  readonly dns_config?: {
    readonly nameservers?: readonly string[];
    readonly searches?: readonly string[];
    readonly options?: readonly { readonly name: string; readonly value?: string }[];
  };
  readonly host_aliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  /** Requests only: limits are set per step. */
  readonly resources?: Resources;
  readonly workspace?: { readonly path?: string };
  /** For every step. Text only: secrets are not looked up here. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly image_pull_secrets?: readonly string[];
  readonly volumes?: readonly KubernetesVolume[];
  readonly services?: readonly KubernetesStep[];
  readonly steps: readonly KubernetesStep[];
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly toleration_seconds?: number;
}

export interface Resources {
  readonly requests?: ResourceAmounts;
  readonly limits?: ResourceAmounts;
}

export interface ResourceAmounts {
  /** Thousandths of a CPU. */
  readonly cpu?: number;
  readonly memory?: ByteSize;
}

export interface KubernetesVolume {
  readonly name: string;
  readonly temp?: TemporaryVolume;
  /** Only in trusted repositories, as are all that follow. */
  readonly host?: { readonly path: string };
  readonly claim?: { readonly name: string; readonly read_only?: boolean };
  readonly config_map?: ProjectedVolume;
  readonly secret?: ProjectedVolume;
}

interface ProjectedVolume {
  readonly name: string;
  readonly default_mode?: number;
  readonly optional?: boolean;
}

/** A step, or a service, which is a step that is not waited for. */
export interface KubernetesStep extends ContainerStep {
  /** Numeric user id; not a name, as it is for Docker. */
  readonly user?: number;
  readonly group?: number;
  readonly resources?: Resources;
  readonly volumes?: readonly { readonly name: string; readonly path: string; readonly sub_path?: string }[];
}
