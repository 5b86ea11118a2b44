import type { ApiServer, KubernetesObject } from '@wescale/understudies';
import { createObject } from '@wescale/understudies';

/** Says in an Event, once, why nothing is made of an object. */
export type Warn = (
  object: KubernetesObject & { kind: string },
  reason: string,
  message: string,
) => Promise<void>;

export function createWarnings(api: ApiServer, component: string): Warn {
  const said = new Set<string>();
  return async ({ kind, metadata }, reason, message) => {
    const { uid = '', name, namespace = '', resourceVersion = '' } = metadata;
    const key = `${uid} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    await createObject(api, `/api/v1/namespaces/${namespace}/events`, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: `${name}.`, namespace },
      involvedObject: { apiVersion: 'v1', kind, name, namespace, uid, resourceVersion },
      ...{ type: 'Warning', reason, message, source: { component } },
    });
  };
}
