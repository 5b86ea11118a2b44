import type { DesiredRelease } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';
import { boardRelease, type BoardReleaseOptions } from './board-release.ts';

/** The name of the IngressClass and of the controller's Service; both charts call their Service like their release. */
export function ingressController({ hunt }: Pick<BoardReleaseOptions, 'hunt'>): {
  className: string;
  service: string;
} {
  return hunt.board.ingress === 'traefik'
    ? { className: 'traefik', service: 'traefik' }
    : { className: 'nginx', service: 'ingress-nginx-controller' };
}

/** The ingress controller, behind a load balancer of Scaleway's. */
export function ingressRelease(options: BoardReleaseOptions): DesiredRelease {
  const namespace = boardNamespaces.ingress;
  if (options.hunt.board.ingress === 'nginx-legacy') {
    return boardRelease('ingress-nginx', options, {
      namespace,
      values: {
        controller: {
          replicaCount: 1,
          service: { type: 'LoadBalancer' },
          ingressClassResource: { name: 'nginx', default: true },
        },
      },
    });
  }
  return boardRelease('traefik', options, {
    namespace,
    values: {
      deployment: { replicas: 1 },
      ingressClass: { enabled: true, isDefaultClass: true, name: 'traefik' },
      ingressRoute: { dashboard: { enabled: false } },
      providers: {
        kubernetesCRD: { enabled: false },
        kubernetesIngress: { enabled: true, publishedService: { enabled: true } },
      },
      // Players type a name and nothing else.
      ports: {
        web: {
          http: { redirections: { entryPoint: { to: 'websecure', scheme: 'https', permanent: true } } },
        },
      },
      service: { spec: { type: 'LoadBalancer' } },
    },
  });
}
