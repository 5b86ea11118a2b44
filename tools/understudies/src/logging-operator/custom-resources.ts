import type { KubernetesObject } from '../kubernetes/kubernetes-object.ts';

/** Kinds of logging.banzaicloud.io/v1beta1 with the fields that are played; the CRDs cite where the real ones have them. */
export interface Logging extends KubernetesObject {
  spec: {
    loggingRef?: string;
    controlNamespace: string;
    flowConfigCheckDisabled?: boolean;
    enableRecreateWorkloadOnImmutableFieldChange?: boolean;
    fluentd?: FluentdSpec;
  };
  status?: {
    configCheckResults?: Readonly<Record<string, boolean>>;
    problems?: readonly string[];
    problemsCount?: number;
  };
}

export interface FluentdSpec {
  scaling?: { replicas?: number };
  disablePvc?: boolean;
  bufferStorageVolume?: { pvc?: { spec?: ClaimSpec } };
  resources?: object;
}

export interface ClaimSpec {
  accessModes?: readonly string[];
  storageClassName?: string;
  resources?: { requests?: { storage?: string } };
}

export interface FluentbitAgent extends KubernetesObject {
  spec?: {
    positiondb?: { hostPath?: { path?: string; type?: string } };
    inputTail?: { Read_From_Head?: boolean };
    resources?: object;
    tolerations?: readonly object[];
  };
}

/** ClusterOutput and Output. */
export interface Output extends KubernetesObject {
  spec: { loggingRef?: string; loki?: LokiOutputSpec };
  status?: ActiveStatus;
}

export interface LokiOutputSpec {
  url?: string;
  labels?: Readonly<Record<string, string>>;
  extra_labels?: Readonly<Record<string, string>>;
  line_format?: 'json' | 'key_value';
  remove_keys?: readonly string[];
  drop_single_key?: boolean;
  buffer?: {
    timekey?: string;
    timekey_wait?: string;
    timekey_use_utc?: boolean;
    flush_mode?: string;
    flush_interval?: string;
    chunk_limit_size?: string;
  };
}

/** ClusterFlow and Flow. */
export interface Flow extends KubernetesObject {
  spec?: {
    loggingRef?: string;
    match?: readonly { select?: Selection; exclude?: Selection }[];
    globalOutputRefs?: readonly string[];
    localOutputRefs?: readonly string[];
  };
  status?: ActiveStatus;
}

export interface Selection {
  /** Only a ClusterFlow has them. */
  namespaces?: readonly string[];
  labels?: Readonly<Record<string, string>>;
  hosts?: readonly string[];
  container_names?: readonly string[];
}

export interface ActiveStatus {
  active?: boolean;
  problems?: readonly string[];
  problemsCount?: number;
}

/** What belongs to one Logging. */
export interface LoggingResources {
  logging: Logging;
  agents: readonly FluentbitAgent[];
  clusterOutputs: readonly Output[];
  clusterFlows: readonly Flow[];
  outputs: readonly Output[];
  flows: readonly Flow[];
}

export const apiVersion = 'logging.banzaicloud.io/v1beta1';

/** Where the API has their collections. */
export const groupPath: string = `/apis/${apiVersion}`;
