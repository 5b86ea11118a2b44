import { addEvents, describeAwaited, type AwaitedObject } from '../apply/awaited-objects.ts';
import { waitUntil } from '../apply/wait-until.ts';
import { describeObject, type ObjectName } from '../chart/manifest.ts';
import { InvalidObjectsError, ObjectFailedError, WaitTimedOutError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { objectPath, readDiscovery, type Discovery } from '../kubernetes/discovery.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { canonicalJson, isObject, type JsonValue } from '../release/json.ts';
import { condition, readinessOf, type Lack, type Readiness } from './readiness.ts';
import { readPointer } from './read-pointer.ts';

/** When an object counts as there. */
export type Awaited =
  /**
   * As its kind has it: a rollout has ended, a Job succeeded, a claim is bound, a Service has its balancer's address, a
   * Certificate is issued, a Logging's configuration was checked. Of other kinds it is not known here.
   */
  | 'ready'
  /** It exists. */
  | 'there'
  /** A condition has a status, `True` if none is given, told of the object as it is now. */
  | { condition: string; status?: 'True' | 'False' }
  /** What stands at a JSON Pointer (RFC 6901), `/status/phase`. */
  | { path: string; equals: JsonValue };

export interface ObjectToAwait extends ObjectName {
  /** `default` if none is given. Of no meaning for kinds without a namespace. */
  namespace?: string;
  is: Awaited;
}

export interface WaitForObjectsOptions {
  signal?: AbortSignal;
  /** For all of them together. @default 300_000 */
  timeoutMs?: number;
  /** What is still awaited, each with its last events; told again when something about it has changed. */
  onProgress?: (progress: { awaited: AwaitedObject[]; elapsedMs: number }) => void;
}

/** Events are read again at least this often, while nothing else about what is awaited changes. */
const eventsEveryMs = 3000;

/**
 * Waits until all objects are as they should be. An object, and a kind, that is not there yet is waited for too.
 *
 * @throws {@link WaitTimedOutError} with the conditions and events of what is missing; {@link ObjectFailedError} as soon
 *   as one of them will not come any more; {@link InvalidObjectsError} for `ready` of a kind that is not known here
 *
 * @example
 * await waitForObjects(helm, [
 *   { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', name: 'letsencrypt', is: 'ready' },
 * ]);
 */
export async function waitForObjects(
  helm: Helm,
  objects: readonly ObjectToAwait[],
  options: WaitForObjectsOptions = {},
): Promise<void> {
  const { signal, timeoutMs = 300_000, onProgress } = options;
  const checks = objects.map(checkOf);
  const startedAt = helm.now().getTime();
  let awaited: AwaitedObject[] = [];
  let seen = '';
  let told = '';
  let lookedAt = -Infinity;
  let discovery: Discovery | undefined;

  const areThere = async (): Promise<boolean> => {
    // Kinds may come while their objects are awaited.
    if (discovery === undefined || objects.some((object) => pathOf(discovery, object) === undefined))
      discovery = await readDiscovery(helm, signal);
    const known = discovery;
    const lacks = await Promise.all(
      objects.map((object, index) => readLack(helm, known, object, checks[index], signal)),
    );
    const missing = objects.flatMap((object, index) => {
      const lack = lacks[index];
      const { kind, name } = object;
      const namespace = isNamespaced(known, object) ? (object.namespace ?? 'default') : '';
      return lack === undefined ? [] : [{ kind, name, namespace, state: lack.state }];
    });
    if (missing.length === 0) return true;
    const isHopeless = lacks.some((lack) => lack?.isHopeless === true);
    const state = JSON.stringify(missing);
    if (state !== seen || performance.now() - lookedAt > eventsEveryMs || isHopeless) {
      awaited = await addEvents(helm, missing, signal);
      lookedAt = performance.now();
      seen = state;
    }
    if (isHopeless)
      throw new ObjectFailedError(`it will not become ready: ${describeAwaited(awaited)}`, awaited);
    return false;
  };
  await waitUntil(areThere, {
    signal,
    timeoutMs,
    onWait: () => {
      const text = JSON.stringify(awaited);
      if (text !== told) onProgress?.({ awaited, elapsedMs: helm.now().getTime() - startedAt });
      told = text;
    },
    timedOut: () =>
      new WaitTimedOutError(
        `not ready after ${timeoutMs / 1000} s: ${describeAwaited(awaited)}`,
        awaited,
        '',
      ),
  });
}

const pathOf = (discovery: Discovery | undefined, object: ObjectToAwait): string | undefined =>
  discovery && objectPath(discovery, object, 'default');

const isNamespaced = (discovery: Discovery, { apiVersion, kind }: ObjectToAwait): boolean =>
  discovery.get(`${apiVersion} ${kind}`)?.isNamespaced ?? true;

async function readLack(
  helm: Helm,
  discovery: Discovery,
  object: ObjectToAwait,
  readiness: Readiness | undefined,
  signal: AbortSignal | undefined,
): Promise<Lack | undefined> {
  const path = pathOf(discovery, object);
  if (path === undefined) return { state: `the cluster knows no ${object.apiVersion} ${object.kind} yet` };
  const found = await readJson(helm, path, { signal });
  return isObject(found) ? readiness?.(found) : { state: 'not there yet' };
}

function checkOf(object: ObjectToAwait): Readiness {
  const { is } = object;
  if (is === 'there') return () => undefined;
  if (is === 'ready') {
    const known = readinessOf(object);
    if (known !== undefined) return known;
    throw new InvalidObjectsError(
      `${describeObject(object)}: it is not known when ${object.apiVersion} ${object.kind} is ready; name a condition or a path`,
    );
  }
  if ('condition' in is) return condition(is.condition, is.status);
  return (found) => {
    const value = readPointer(found, is.path);
    if (value !== undefined && canonicalJson(value as JsonValue) === canonicalJson(is.equals))
      return undefined;
    const shown = value === undefined ? 'not there' : JSON.stringify(value).slice(0, 200);
    return { state: `${is.path} is ${shown}` };
  };
}
