import { createKubernetesRequest, type KubernetesRequest } from '../kubernetes/request.ts';

export interface HelmOptions {
  /** Path of the helm program, version 4; 3 works where the two do not differ. */
  helm: string;
  /** Path of the kubeconfig. Not needed to render, to look into charts and to find versions. */
  kubeconfig?: string;
  /** Context of the kubeconfig. @default its current context */
  context?: string;
  /** A folder that is ours alone: charts, and all that helm keeps. Made with mode 0700. */
  homeDirectory: string;
  /** More of the environment that helm gets, such as `HTTPS_PROXY`; of this process it inherits nothing. */
  environment?: Readonly<Record<string, string>>;
  /** Sends one request to the Kubernetes API. @default by HTTPS, as the kubeconfig says */
  kubernetesRequest?: KubernetesRequest;
  /** @default the system's clock */
  now?: () => Date;
}

/** A helm program and the cluster it works on. Holds no state of its own. */
export interface Helm {
  readonly program: string;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly homeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly request: KubernetesRequest;
  readonly now: () => Date;
}

/**
 * Says which helm and which cluster the other functions work with. Touches neither.
 *
 * @example
 * const helm = createHelm({ helm: '/usr/local/bin/helm', kubeconfig: 'kubeconfig.yaml', homeDirectory: '.helm' });
 */
export function createHelm(options: HelmOptions): Helm {
  return {
    program: options.helm,
    kubeconfig: options.kubeconfig,
    context: options.context,
    homeDirectory: options.homeDirectory,
    environment: options.environment ?? {},
    request: options.kubernetesRequest ?? createKubernetesRequest(options.kubeconfig, options.context),
    now: options.now ?? (() => new Date()),
  };
}
