import type { JsonObject } from '@wescale/helm-release';
import { boardNamespaces } from '../namespaces.ts';

/** The Secret that has Grafana's first user. */
export const grafanaSecret = 'grafana-admin';

export const grafanaUser = 'admin';

/** Name of its password in the secret store. Boards share it, so that a switch changes nothing for who logs in. */
export const grafanaPassword = 'grafana-admin';

export function grafanaCredentials(password: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: grafanaSecret, namespace: boardNamespaces.monitoring },
    type: 'Opaque',
    stringData: { 'admin-user': grafanaUser, 'admin-password': password },
  };
}
