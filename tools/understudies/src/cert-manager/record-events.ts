import { randomBytes } from 'node:crypto';

import type { ApiServer } from '../kubernetes/api-server.ts';
import type { TypedObject } from '../kubernetes/kubernetes-object.ts';
import { createObject, mergeObject } from '../kubernetes/write-objects.ts';
import { formatTime } from './set-condition.ts';

/** Writes down what happened to an object, beside it; the same again only counts. */
export type RecordEvent = (
  object: TypedObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
) => Promise<void>;

/** Events whose loss is told and no failure. */
export function eventRecorder(
  server: ApiServer,
  now: () => Date,
  onProblem: (problem: Error) => void,
): RecordEvent {
  const known = new Map<string, { path: string; count: number }>();
  return async (object, type, reason, message) => {
    const { apiVersion, kind, metadata } = object;
    const namespace = metadata.namespace ?? 'default';
    const key = [metadata.uid, reason, message].join(' ');
    const time = formatTime(now());
    const before = known.get(key);
    try {
      if (before !== undefined) {
        before.count += 1;
        await mergeObject(server, before.path, { count: before.count, lastTimestamp: time });
        return;
      }
      const events = `/api/v1/namespaces/${namespace}/events`;
      const name = `${metadata.name}.${randomBytes(8).toString('hex')}`;
      known.set(key, { path: `${events}/${name}`, count: 1 });
      await createObject(server, events, {
        ...{ apiVersion: 'v1', kind: 'Event', metadata: { name, namespace } },
        involvedObject: {
          ...{ apiVersion, kind, name: metadata.name, uid: metadata.uid },
          ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
        },
        ...{ type, reason, message: message.slice(0, 1024), count: 1 },
        ...{ firstTimestamp: time, lastTimestamp: time },
        ...{ source: { component: 'cert-manager' }, reportingComponent: 'cert-manager' },
      });
    } catch (error) {
      known.delete(key);
      onProblem(error instanceof Error ? error : new Error(String(error)));
    }
  };
}
