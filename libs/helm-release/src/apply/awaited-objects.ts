import type { ObjectName } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { readinessOf } from '../readiness/readiness.ts';
import { isObject } from '../release/json.ts';
import { readEvents, type ObjectEvent } from './object-events.ts';

/** An object that is not ready. */
export interface AwaitedObject {
  kind: string;
  namespace: string;
  name: string;
  /** `0 of 1 ready`, `not there yet` */
  state: string;
  /** Of the object and of what it made (its pods), the newest last. */
  events: ObjectEvent[];
}

/** Where the API keeps what helm waits for. What else helm waits for, it says itself. */
const places: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': '/apis/apps/v1 deployments',
  'apps/v1 StatefulSet': '/apis/apps/v1 statefulsets',
  'apps/v1 DaemonSet': '/apis/apps/v1 daemonsets',
  'batch/v1 Job': '/apis/batch/v1 jobs',
  'v1 PersistentVolumeClaim': '/api/v1 persistentvolumeclaims',
  'v1 Pod': '/api/v1 pods',
  'v1 Service': '/api/v1 services',
};

const placeOf = ({ apiVersion, kind }: ObjectName): string | undefined => places[`${apiVersion} ${kind}`];

export const canAwait = (object: ObjectName): boolean => placeOf(object) !== undefined;

/** Which of the objects are not ready, each with its last events. */
export async function readAwaited(
  helm: Helm,
  objects: readonly ObjectName[],
  signal?: AbortSignal,
): Promise<AwaitedObject[]> {
  const states = await Promise.all(objects.map((object) => readMissing(helm, object, signal)));
  const awaited = objects.flatMap(({ kind, name, namespace = 'default' }, index) => {
    const state = states[index];
    return state === undefined ? [] : [{ kind, name, namespace, state }];
  });
  return addEvents(helm, awaited, signal);
}

/** Events of what has no namespace are kept in `default`. */
export async function addEvents(
  helm: Helm,
  awaited: readonly Omit<AwaitedObject, 'events'>[],
  signal?: AbortSignal,
): Promise<AwaitedObject[]> {
  const place = ({ namespace }: { namespace: string }): string => namespace || 'default';
  const namespaces = [...new Set(awaited.map(place))];
  const events = (await Promise.all(namespaces.map((name) => readEvents(helm, name, signal)))).flat();
  return awaited.map((object) => ({
    ...object,
    events: events
      .filter(
        (event) =>
          event.namespace === object.namespace &&
          ((event.name === object.name && event.kind === object.kind) ||
            event.name.startsWith(`${object.name}-`)),
      )
      .slice(-5),
  }));
}

async function readMissing(
  helm: Helm,
  object: ObjectName,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const [root = '', plural = ''] = placeOf(object)?.split(' ') ?? [];
  const readiness = readinessOf(object);
  if (readiness === undefined || plural === '') return undefined;
  const path = `${root}/namespaces/${object.namespace ?? 'default'}/${plural}/${object.name}`;
  const found = await readJson(helm, path, { signal });
  return isObject(found) ? readiness(found)?.state : 'not there yet';
}

/** `Deployment site/web 0 of 1 ready (FailedScheduling: no nodes available)` for each. */
export const describeAwaited = (awaited: readonly AwaitedObject[]): string =>
  awaited
    .map(({ kind, namespace, name, state, events }) => {
      const last = events.at(-1);
      const event = last ? ` (${last.reason}: ${last.message})` : '';
      return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name} ${state}${event}`;
    })
    .join('; ');
