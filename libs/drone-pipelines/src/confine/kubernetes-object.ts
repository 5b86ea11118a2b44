/** A Kubernetes object as JSON; only what this library looks at is named. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** `Kind namespace/name`, as people write it. */
export function describeObject({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** Everything here is ours: it carries this label. */
export const LABELS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/name': 'drone-runner-kube',
  'app.kubernetes.io/managed-by': 'drone-pipelines',
};
