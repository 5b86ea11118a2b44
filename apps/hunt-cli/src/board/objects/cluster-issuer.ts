import type { TsigKey } from '@wescale/bind9-zone';
import type { JsonObject } from '@wescale/helm-release';
import type { Hunt } from '../../configuration/hunt-schema.ts';
import type { Internet } from '../../environment/internet.ts';
import { boardNamespaces } from '../namespaces.ts';

/** The ClusterIssuer that Ingresses of a board name. */
export const boardIssuer = 'hunt';

const keySecret = 'tsig-boards';

export interface IssuerOptions {
  hunt: Hunt;
  internet: Internet;
  /** May change `_acme-challenge` records of a board's names, and nothing else. */
  key: TsigKey;
  /** Of our name server. */
  address: string;
}

/** The TSIG key for cert-manager, where it looks for those of ClusterIssuers. */
export function tsigSecret({ key }: IssuerOptions): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: keySecret, namespace: boardNamespaces.certificates },
    type: 'Opaque',
    stringData: { 'tsig-secret': key.secret },
  };
}

/** Certificates from the hunt's CA, proven by records in our own name server (RFC 2136). */
export function clusterIssuer({ hunt, internet, key, address }: IssuerOptions): JsonObject {
  const { certificates, domain } = hunt;
  const { certificateAuthority } = internet;
  const trusted = certificateAuthority?.trustedCertificates;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: boardIssuer },
    spec: {
      acme: {
        server: certificateAuthority?.directoryUrl ?? certificates.directoryUrl,
        ...(certificates.contact === undefined ? {} : { email: certificates.contact }),
        ...(certificates.profile === undefined ? {} : { profile: certificates.profile }),
        ...(trusted === undefined ? {} : { caBundle: Buffer.from(trusted).toString('base64') }),
        privateKeySecretRef: { name: 'acme-account' },
        solvers: [
          {
            selector: { dnsZones: [domain] },
            dns01: {
              rfc2136: {
                nameserver: `${address}:53`,
                tsigKeyName: key.name,
                tsigAlgorithm: 'HMACSHA256',
                tsigSecretSecretRef: { name: keySecret, key: 'tsig-secret' },
              },
            },
          },
        ],
      },
    },
  };
}
