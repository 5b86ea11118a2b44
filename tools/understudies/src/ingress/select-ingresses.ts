import { keyOf } from '../kubernetes/kubernetes-object.ts';
import type { ClusterState, Ingress } from './cluster-objects.ts';
import type { IngressDialect } from './ingress-dialect.ts';

/**
 * Ingresses of a controller, the oldest first: those whose class it runs, and those without a class whose old annotation
 * names it, or is missing where the controller takes such (traefik/traefik pkg/provider/kubernetes/ingress/kubernetes.go `shouldProcessIngress`).
 */
export function selectIngresses(
  { ingresses, classes }: Pick<ClusterState, 'ingresses' | 'classes'>,
  { controller, className, takesUnclassed }: IngressDialect,
): Ingress[] {
  return [...ingresses.values()]
    .filter(({ metadata, spec }) => {
      if (spec.ingressClassName !== undefined)
        return classes.get(spec.ingressClassName)?.spec.controller === controller;
      const named = metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
      return (named === '' && takesUnclassed) || named === className;
    })
    .toSorted((a, b) => ageKey(a).localeCompare(ageKey(b)));
}

const ageKey = (ingress: Ingress): string => `${ingress.metadata.creationTimestamp ?? ''} ${keyOf(ingress)}`;
