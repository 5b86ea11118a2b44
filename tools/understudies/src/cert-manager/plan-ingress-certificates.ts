import type { Ingress } from '../ingress/cluster-objects.ts';
import { keyOf, ownedBy, type TypedObject } from '../kubernetes/kubernetes-object.ts';
import { certificatesApi, type Certificate, type IssuerReference } from './resources.ts';

const prefix = 'cert-manager.io/';

/** Annotations of an Ingress that are played; any other of cert-manager's is refused. */
const played = ['cluster-issuer', 'issuer'];

export interface IngressCertificates {
  certificates: readonly TypedObject<Certificate>[];
  /** Why an Ingress gets none. */
  problem?: string;
}

/**
 * Certificates that an Ingress asks for: one for each Secret of its TLS, by the Secret's name, for its hosts
 * (cert-manager `pkg/controller/certificate-shim`).
 */
export function planIngressCertificates(ingress: Ingress): IngressCertificates {
  const { metadata, spec } = ingress;
  const asked = Object.keys(metadata.annotations ?? {}).filter((name) => name.startsWith(prefix));
  const [cluster, own] = played.map((name) => metadata.annotations?.[`${prefix}${name}`]);
  if (cluster === undefined && own === undefined) return { certificates: [] };
  const unplayed = asked.find((name) => !played.includes(name.slice(prefix.length)));
  if (unplayed !== undefined)
    return { certificates: [], problem: `the annotation ${unplayed} is not played` };
  if (cluster !== undefined && own !== undefined)
    return {
      certificates: [],
      problem: 'both "cert-manager.io/issuer" and "cert-manager.io/cluster-issuer"',
    };
  const issuerRef: IssuerReference = {
    name: cluster ?? own ?? '',
    kind: cluster === undefined ? 'Issuer' : 'ClusterIssuer',
    group: 'cert-manager.io',
  };
  const bySecret = new Map<string, string[]>();
  for (const { hosts = [], secretName } of spec.tls ?? []) {
    if (secretName === undefined || secretName === '')
      return { certificates: [], problem: 'an entry of spec.tls has no secretName' };
    bySecret.set(secretName, [...new Set([...(bySecret.get(secretName) ?? []), ...hosts])]);
  }
  const owner = ownedBy({ ...ingress, apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' });
  return {
    certificates: [...bySecret]
      .filter(([, hosts]) => hosts.length > 0)
      .map(([secretName, dnsNames]) => ({
        apiVersion: certificatesApi,
        kind: 'Certificate',
        metadata: {
          name: secretName,
          namespace: metadata.namespace ?? '',
          ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
          ownerReferences: [owner],
        },
        spec: { secretName, dnsNames, issuerRef, usages: ['digital signature', 'key encipherment'] },
      })),
  };
}

/** What has to be done to the Certificates that there are; pure. */
export function planShim(
  ingresses: Iterable<Ingress>,
  existing: ReadonlyMap<string, Certificate>,
): {
  apply: IngressCertificates['certificates'];
  remove: readonly string[];
  problems: readonly { ingress: Ingress; reason: string }[];
} {
  const apply: IngressCertificates['certificates'][number][] = [];
  const problems: { ingress: Ingress; reason: string }[] = [];
  const wanted = new Set<string>();
  for (const ingress of ingresses) {
    const { certificates, problem } = planIngressCertificates(ingress);
    if (problem !== undefined) problems.push({ ingress, reason: problem });
    for (const certificate of certificates) {
      const key = keyOf(certificate);
      const before = existing.get(key);
      if (before !== undefined && !isOwned(before, ingress.metadata.uid)) {
        problems.push({ ingress, reason: `the Certificate ${key} is not owned by it` });
        continue;
      }
      wanted.add(key);
      if (before === undefined || !isSame(before, certificate)) apply.push(certificate);
    }
  }
  const remove = [...existing]
    .filter(([key, { metadata }]) => {
      const owner = metadata.ownerReferences?.find(({ kind }) => kind === 'Ingress');
      return owner !== undefined && !wanted.has(key);
    })
    .map(([key]) => key);
  return { apply, remove, problems };
}

const isOwned = ({ metadata }: Certificate, uid: string | undefined): boolean =>
  metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;

function isSame(a: Certificate, b: Certificate): boolean {
  const parts = ({ spec }: Certificate): unknown[] => [
    spec.secretName,
    [...spec.dnsNames],
    spec.issuerRef.name,
    spec.issuerRef.kind,
  ];
  return JSON.stringify(parts(a)) === JSON.stringify(parts(b));
}
