import { X509Certificate, type KeyObject } from 'node:crypto';

import type { TypedObject } from '../kubernetes/kubernetes-object.ts';
import { mergeObject, applyObject } from '../kubernetes/write-objects.ts';
import { encodeKey } from './certificate-key.ts';
import { namesOf } from './decide-issuance.ts';
import type { ManagerContext } from './manager-context.ts';
import { certificatePath, pathOf, type Certificate, type Secret } from './resources.ts';

/**
 * The Secret of a certificate, with the labels and annotations that cert-manager gives it
 * (`internal/controller/certificates/policies`, `pkg/apis/certmanager/v1/types.go`).
 */
export function secretOf(
  { metadata, spec }: Certificate,
  chainPem: string,
  key: KeyObject,
): TypedObject<Secret> {
  const leaf = new X509Certificate(chainPem);
  const [, commonName = ''] = /(?:^|\n)CN=([^\n]+)/.exec(leaf.subject) ?? [];
  const { issuerRef, secretTemplate } = spec;
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' },
    metadata: {
      name: spec.secretName,
      namespace: metadata.namespace ?? '',
      labels: { ...secretTemplate?.labels, 'controller.cert-manager.io/fao': 'true' },
      annotations: {
        ...secretTemplate?.annotations,
        'cert-manager.io/alt-names': namesOf(leaf).toSorted().join(','),
        'cert-manager.io/certificate-name': metadata.name,
        'cert-manager.io/common-name': commonName,
        'cert-manager.io/ip-sans': '',
        'cert-manager.io/issuer-group': issuerRef.group ?? 'cert-manager.io',
        'cert-manager.io/issuer-kind': issuerRef.kind ?? 'Issuer',
        'cert-manager.io/issuer-name': issuerRef.name,
        'cert-manager.io/uri-sans': '',
      },
    },
    data: {
      'tls.crt': Buffer.from(chainPem).toString('base64'),
      'tls.key': Buffer.from(encodeKey(key, spec.privateKey)).toString('base64'),
    },
  };
}

export async function writeSecret(
  { server }: ManagerContext,
  certificate: Certificate,
  chainPem: string,
  key: KeyObject,
): Promise<void> {
  const secret = secretOf(certificate, chainPem, key);
  const secrets = pathOf('v1', 'secrets', certificate.metadata.namespace);
  await applyObject(server, secrets, secret, 'cert-manager-certificates-issuing');
}

/** Sets fields of a certificate's status. @throws ApiError with status 409 when it is not as it was read any more */
export async function writeStatus(
  { server }: ManagerContext,
  { metadata }: Certificate,
  status: object,
): Promise<void> {
  const { namespace = '', name, resourceVersion } = metadata;
  const fields = { metadata: { resourceVersion }, status };
  await mergeObject(server, `${certificatePath(namespace, name)}/status`, fields);
}
