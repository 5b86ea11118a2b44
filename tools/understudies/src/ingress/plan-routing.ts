import { keyOf } from '../kubernetes/kubernetes-object.ts';
import type { ClusterState, Ingress, IngressPath } from './cluster-objects.ts';
import { findEndpoints } from './find-endpoints.ts';
import type { IngressDialect } from './ingress-dialect.ts';
import { readCertificate } from './read-certificate.ts';
import type { PathRouting, Routing, ServedCertificate } from './routing.ts';
import { selectIngresses } from './select-ingresses.ts';

interface Host {
  paths: Map<string, PathRouting>;
  hasTls: boolean;
}

/** Routes of all Ingresses of a controller. One that cannot be played, or comes after another, is a problem. */
export function planRouting(state: ClusterState, dialect: IngressDialect): Routing {
  const hosts = new Map<string, Host>();
  const certificates = new Map<string, ServedCertificate>();
  const problems: string[] = [];
  const ours = selectIngresses(state, dialect);
  for (const ingress of ours) {
    const say = (reason: string): number => problems.push(`Ingress ${keyOf(ingress)}: ${reason}`);
    const refusal = refuse(ingress, dialect);
    if (refusal !== undefined) {
      say(refusal);
      continue;
    }
    const namespace = ingress.metadata.namespace ?? '';
    const tlsHosts = new Set<string>();
    for (const { hosts: names, secretName } of ingress.spec.tls ?? []) {
      for (const name of names ?? []) tlsHosts.add(name);
      if (secretName === undefined) continue;
      const key = `${namespace}/${secretName}`;
      const secret = state.secrets.get(key);
      const read = secret === undefined ? 'it is not there' : readCertificate(secret);
      if (typeof read === 'string') say(`the Secret ${secretName} is not served: ${read}`);
      else certificates.set(key, read);
    }
    for (const { host = '', http } of ingress.spec.rules ?? []) {
      const known = hosts.get(host) ?? { paths: new Map<string, PathRouting>(), hasTls: false };
      known.hasTls ||= tlsHosts.has(host);
      hosts.set(host, known);
      for (const one of http?.paths ?? []) {
        const at = pathOf(one);
        const endpoints = isServable(at.path)
          ? findEndpoints(state, namespace, one.backend)
          : `the path ${at.path} cannot be served`;
        const key = `${at.isExact ? '=' : '^'}${at.path}`;
        if (typeof endpoints === 'string') say(endpoints);
        // Assumption: of two Ingresses for one host and path the older one is served.
        else if (known.paths.has(key)) say(`${host}${at.path} is another Ingress's already`);
        else known.paths.set(key, { ...at, endpoints });
      }
    }
  }
  return {
    hosts: [...hosts]
      .map(([host, { paths, hasTls }]) => ({ host, hasTls, paths: [...paths.values()] }))
      .toSorted((a, b) => a.host.localeCompare(b.host)),
    certificates: [...certificates].toSorted(([a], [b]) => a.localeCompare(b)).map(([, one]) => one),
    problems,
    ours: ours.map(keyOf),
  };
}

function refuse({ metadata, spec }: Ingress, { annotationPrefix }: IngressDialect): string | undefined {
  const unplayed = Object.keys(metadata.annotations ?? {}).find((name) => name.startsWith(annotationPrefix));
  if (unplayed !== undefined) return `the annotation ${unplayed} is not played`;
  return spec.defaultBackend === undefined ? undefined : 'a default backend is not played';
}

/** ImplementationSpecific is a prefix, as for Traefik, whose default matcher is PathPrefix. */
function pathOf({ path, pathType }: IngressPath): { path: string; isExact: boolean } {
  return { path: path === undefined || path === '' ? '/' : path, isExact: pathType === 'Exact' };
}

/** Anything that could end the quotes of a configuration is no path that we want to see. */
const isServable = (path: string): boolean => /^\/[\w./~!$&'()*+,;=:@%-]*$/.test(path);
