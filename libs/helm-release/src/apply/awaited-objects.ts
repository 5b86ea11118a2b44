import type { ObjectName } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readJson } from '../kubernetes/read-json.ts';
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

type Fields = Readonly<Record<string, unknown>>;

interface Kind {
  path: (namespace: string, name: string) => string;
  /** What is missing; undefined when it is ready. */
  missing: (spec: Fields, status: Fields) => string | undefined;
}

const number = (fields: Fields, name: string, otherwise = 0): number =>
  typeof fields[name] === 'number' ? fields[name] : otherwise;

const outOf = (ready: number, wanted: number): string | undefined =>
  ready >= wanted ? undefined : `${ready} of ${wanted} ready`;

const inGroup =
  (group: string, resource: string): Kind['path'] =>
  (namespace, name) =>
    `${group}/namespaces/${namespace}/${resource}/${name}`;

/** What Kubernetes itself makes ready by and by. What else helm waits for, it says itself. */
const kinds: Readonly<Record<string, Kind>> = {
  'apps/v1 Deployment': {
    path: inGroup('/apis/apps/v1', 'deployments'),
    missing: (spec, status) =>
      outOf(
        Math.min(number(status, 'updatedReplicas'), number(status, 'availableReplicas')),
        number(spec, 'replicas', 1),
      ),
  },
  'apps/v1 StatefulSet': {
    path: inGroup('/apis/apps/v1', 'statefulsets'),
    missing: (spec, status) => outOf(number(status, 'readyReplicas'), number(spec, 'replicas', 1)),
  },
  'apps/v1 DaemonSet': {
    path: inGroup('/apis/apps/v1', 'daemonsets'),
    missing: (_, status) => outOf(number(status, 'numberReady'), number(status, 'desiredNumberScheduled')),
  },
  'batch/v1 Job': {
    path: inGroup('/apis/batch/v1', 'jobs'),
    missing: (spec, status) =>
      number(status, 'succeeded') >= number(spec, 'completions', 1)
        ? undefined
        : `${number(status, 'active')} running, ${number(status, 'failed')} failed`,
  },
  'v1 PersistentVolumeClaim': {
    path: inGroup('/api/v1', 'persistentvolumeclaims'),
    missing: (_, status) => (status['phase'] === 'Bound' ? undefined : 'not bound'),
  },
  'v1 Pod': {
    path: inGroup('/api/v1', 'pods'),
    missing: (_, status) => {
      const conditions = Array.isArray(status['conditions']) ? (status['conditions'] as unknown[]) : [];
      const isReady = conditions.some(
        (condition) => isObject(condition) && condition['type'] === 'Ready' && condition['status'] === 'True',
      );
      return isReady || status['phase'] === 'Succeeded' ? undefined : String(status['phase']);
    },
  },
  'v1 Service': {
    path: inGroup('/api/v1', 'services'),
    missing: (spec, status) => {
      const balancer = isObject(status['loadBalancer']) ? status['loadBalancer'] : {};
      return spec['type'] === 'LoadBalancer' && balancer['ingress'] === undefined ? 'no address' : undefined;
    },
  },
};

const kindOf = (object: ObjectName): Kind | undefined => kinds[`${object.apiVersion} ${object.kind}`];

export const canAwait = (object: ObjectName): boolean => kindOf(object) !== undefined;

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
  const namespaces = [...new Set(awaited.map(({ namespace }) => namespace))];
  const events = (await Promise.all(namespaces.map((name) => readEvents(helm, name, signal)))).flat();
  return awaited.map((object) => ({
    ...object,
    events: events
      .filter(
        (event) =>
          event.namespace === object.namespace &&
          (event.name === object.name || event.name.startsWith(`${object.name}-`)),
      )
      .slice(-5),
  }));
}

async function readMissing(
  helm: Helm,
  object: ObjectName,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const kind = kindOf(object);
  if (kind === undefined) return undefined;
  const found = await readJson(helm, kind.path(object.namespace ?? 'default', object.name), { signal });
  if (!isObject(found)) return 'not there yet';
  return kind.missing(
    isObject(found['spec']) ? found['spec'] : {},
    isObject(found['status']) ? found['status'] : {},
  );
}
