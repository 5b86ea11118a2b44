import type { Condition, KubernetesObject } from '../kubernetes/kubernetes-object.ts';

/** cert-manager.io/v1 and acme.cert-manager.io/v1: the fields that are played. */
export interface IssuerReference {
  name: string;
  /** @default 'Issuer' */
  kind?: 'Issuer' | 'ClusterIssuer';
  group?: string;
}

export interface Certificate extends KubernetesObject {
  spec: {
    secretName: string;
    dnsNames: readonly string[];
    commonName?: string;
    issuerRef: IssuerReference;
    /** Durations as Go writes them: `720h`. */
    duration?: string;
    renewBefore?: string;
    usages?: readonly string[];
    privateKey?: PrivateKeySpec;
    secretTemplate?: {
      labels?: Readonly<Record<string, string>>;
      annotations?: Readonly<Record<string, string>>;
    };
    revisionHistoryLimit?: number;
  };
  status?: CertificateStatus;
}

export interface PrivateKeySpec {
  algorithm?: 'RSA' | 'ECDSA';
  size?: number;
  encoding?: 'PKCS1' | 'PKCS8';
  rotationPolicy?: 'Always' | 'Never';
}

export interface CertificateStatus {
  conditions?: readonly Condition[];
  revision?: number;
  notBefore?: string | null;
  notAfter?: string | null;
  renewalTime?: string | null;
  lastFailureTime?: string | null;
  failedIssuanceAttempts?: number | null;
}

export interface CertificateRequest extends KubernetesObject {
  spec: { request: string; issuerRef: IssuerReference; usages?: readonly string[]; duration?: string };
  status?: { conditions?: readonly Condition[]; certificate?: string; failureTime?: string };
}

export interface Order extends KubernetesObject {
  spec: { request: string; issuerRef: IssuerReference; dnsNames: readonly string[]; profile?: string };
  status?: { state?: string; reason?: string; certificate?: string; failureTime?: string };
}

export interface Challenge extends KubernetesObject {
  spec: { dnsName: string; key: string; type: 'DNS-01'; issuerRef: IssuerReference; solver: Solver };
  status?: { state?: string; reason?: string; presented?: boolean; processing?: boolean };
}

export interface SecretReference {
  name: string;
  key?: string;
}

export interface Solver {
  selector?: { dnsNames?: readonly string[]; dnsZones?: readonly string[] };
  dns01: {
    rfc2136: {
      /** `address:port`. */
      nameserver: string;
      tsigKeyName?: string;
      tsigAlgorithm?: 'HMACSHA256' | 'HMACSHA512';
      tsigSecretSecretRef?: SecretReference;
    };
  };
}

export interface Issuer extends KubernetesObject {
  spec: {
    acme: {
      server: string;
      email?: string;
      profile?: string;
      /** PEM in base64. */
      caBundle?: string;
      privateKeySecretRef: SecretReference;
      solvers?: readonly Solver[];
    };
  };
  status?: {
    conditions?: readonly Condition[];
    acme?: { uri?: string; lastRegisteredEmail?: string };
  };
}

export interface Secret extends KubernetesObject {
  type?: string;
  data?: Readonly<Record<string, string>>;
}

export const certificatesApi = 'cert-manager.io/v1';
export const acmeApi = 'acme.cert-manager.io/v1';

/** Where objects of a kind are, in one namespace or in all. */
export function pathOf(apiVersion: string, plural: string, namespace?: string): string {
  const api = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespace === undefined ? `${api}/${plural}` : `${api}/namespaces/${namespace}/${plural}`;
}

export const certificatePath = (namespace: string, name: string): string =>
  `${pathOf(certificatesApi, 'certificates', namespace)}/${name}`;
export const secretPath = (namespace: string, name: string): string =>
  `${pathOf('v1', 'secrets', namespace)}/${name}`;
