import { isRecord } from '../is-record.ts';
import { confine } from './confine.ts';
import { BUILD_ACCOUNT, RUNNER } from './isolation.ts';
import { describeObject, type KubernetesObject } from './kubernetes-object.ts';
import type { ConfineOptions } from './options.ts';

/** One thing in a cluster that is not as it should be. */
export interface Deviation {
  /** `Kind namespace/name`. */
  readonly object: string;
  /** Where in the object, such as `spec.egress[0]`; empty for the object itself. */
  readonly path: string;
  /** What differs, and why it matters. */
  readonly message: string;
}

/**
 * Says what in a cluster deviates from `confine`: what is missing or changed, and what was added that opens a way out.
 * Pure: give it what `readConfinement` read.
 *
 * @returns nothing for a cluster that is confined
 * @throws {InvalidConfinementError} for choices that would not confine
 * @example
 * const digest = `sha256:${'a'.repeat(64)}`;
 * const options: ConfineOptions = {
 *   namespaces: { runner: 'ci', builds: 'ci-builds' },
 *   runner: {
 *     image: `drone/drone-runner-kube@${digest}`,
 *     cloneImage: `drone/git@${digest}`,
 *     placeholderImage: `drone/placeholder@${digest}`,
 *     server: { protocol: 'https', host: 'drone.example.com', reach: { cidr: '203.0.113.7/32', ports: [443] } },
 *     kubernetesApi: { cidr: '198.51.100.1/32', ports: [6443] },
 *     rpcSecret: { name: 'drone-rpc', key: 'secret' },
 *     repositories: ['players/game'],
 *     events: ['push', 'pull_request'],
 *   },
 *   builds: { egress: [PUBLIC_HTTPS], stepLimit: { cpuMillis: 500, memoryMebibytes: 512 } },
 * };
 * findDeviations(options, [])[0]?.message; // It does not exist.
 */
export function findDeviations(options: ConfineOptions, actual: readonly KubernetesObject[]): Deviation[] {
  const expected = confine(options);
  const byName = new Map(actual.map((one) => [describeObject(one), one]));
  const names = new Set(expected.map(describeObject));
  const deviations = expected.flatMap((one): Deviation[] => {
    const object = describeObject(one);
    const found = byName.get(object);
    if (!found) return [{ object, path: '', message: 'It does not exist.' }];
    const fields = Object.entries(one).filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key));
    const wanted = { ...Object.fromEntries(fields), metadata: { labels: one.metadata.labels ?? {} } };
    return compare(wanted, found, '').map((difference) => ({ object, ...difference }));
  });
  for (const one of actual)
    if (!names.has(describeObject(one))) deviations.push(...findOpening(one, options));
  return deviations;
}

type Difference = Omit<Deviation, 'object'>;

/**
 * What is wanted must be there. In lists nothing more may be: a rule, a subject or a variable too many opens a way. An
 * empty list or map is meant as such; the API server leaves both out, and `false` as well.
 */
function compare(wanted: unknown, found: unknown, path: string): Difference[] {
  if (Array.isArray(wanted)) return compareLists(wanted, found, path);
  if (isRecord(wanted)) {
    const isEmpty = Object.keys(wanted).length === 0;
    if (isEmpty && (found === undefined || (isRecord(found) && Object.keys(found).length === 0))) return [];
    if (!isRecord(found) || isEmpty)
      return [{ path, message: isEmpty ? 'It must be empty.' : 'It is missing.' }];
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    return Object.entries(wanted).flatMap(([key, value]) => compare(value, found[key], at(key)));
  }
  if (wanted === found || (wanted === false && found === undefined) || quantity(wanted) === quantity(found))
    return [];
  const is = found === undefined ? 'missing' : JSON.stringify(found);
  return [{ path, message: `It is ${is} where ${JSON.stringify(wanted)} was wanted.` }];
}

function compareLists(wanted: readonly unknown[], found: unknown, path: string): Difference[] {
  const there: readonly unknown[] = Array.isArray(found) ? found : [];
  if (there.length !== wanted.length)
    return [{ path, message: `It has ${there.length} entries where ${wanted.length} were wanted.` }];
  const [left, right] = isNamed(wanted) && isNamed(there) ? [byName(wanted), byName(there)] : [wanted, there];
  return left.flatMap((item, index) => compare(item, right[index], `${path}[${index}]`));
}

/** Objects that nobody asked for and that open what the others close. */
function findOpening(one: KubernetesObject, { namespaces }: ConfineOptions): Deviation[] {
  const { kind, metadata } = one;
  const object = describeObject(one);
  const isInside = metadata.namespace === namespaces.runner || metadata.namespace === namespaces.builds;
  if (kind === 'NetworkPolicy' && isInside)
    return [{ object, path: '', message: 'Network policies add up: this one allows more than was wanted.' }];
  if (kind === 'RoleBinding' || kind === 'ClusterRoleBinding') {
    const subject = listOf(one['subjects']).find((candidate) => reaches(candidate, one, namespaces));
    const message = `It gives rights to ${String(subject?.['name'])}, which must have none but its own.`;
    return subject ? [{ object, path: 'subjects', message }] : [];
  }
  if (kind === 'Pod' && metadata.namespace === namespaces.builds) return findPodFaults(one, object);
  return [];
}

/** What every cluster gives to everybody: to ask who one is and what the API offers. */
const HARMLESS_ROLES: readonly unknown[] = [
  'system:basic-user',
  'system:discovery',
  'system:public-info-viewer',
  'system:service-account-issuer-discovery',
];

/** Whether a subject of a binding is an account of ours, by whatever name, or a group that holds one. */
function reaches(
  { kind, name, namespace }: Record<string, unknown>,
  binding: KubernetesObject,
  namespaces: ConfineOptions['namespaces'],
): boolean {
  const ours = [namespaces.runner, namespaces.builds];
  const accounts = ['default', BUILD_ACCOUNT, RUNNER];
  if (kind === 'ServiceAccount') return ours.includes(String(namespace)) && accounts.includes(String(name));
  if (kind === 'User')
    return ours.some((one) => accounts.some((account) => name === `system:serviceaccount:${one}:${account}`));
  if (kind !== 'Group') return false;
  if (ours.some((one) => name === `system:serviceaccounts:${one}`)) return true;
  const isEverybody = name === 'system:serviceaccounts' || name === 'system:authenticated';
  const role = isRecord(binding['roleRef']) ? binding['roleRef']['name'] : undefined;
  return isEverybody && !HARMLESS_ROLES.includes(role);
}

/** A pod that was there before the policies, or came around them. */
function findPodFaults(pod: KubernetesObject, object: string): Deviation[] {
  const spec = isRecord(pod['spec']) ? pod['spec'] : {};
  const faults: Difference[] = [];
  if (spec['serviceAccountName'] !== BUILD_ACCOUNT)
    faults.push({
      path: 'spec.serviceAccountName',
      message: `It runs as ${String(spec['serviceAccountName'])}, not as ${BUILD_ACCOUNT}.`,
    });
  if (spec['automountServiceAccountToken'] !== false)
    faults.push({ path: 'spec.automountServiceAccountToken', message: 'It has a token of the cluster.' });
  for (const [index, volume] of listOf(spec['volumes']).entries())
    if (!('emptyDir' in volume) && !('downwardAPI' in volume))
      faults.push({
        path: `spec.volumes[${index}]`,
        message: 'It mounts something of the cluster or of the node.',
      });
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'])
    for (const [index, { securityContext }] of listOf(spec[list]).entries())
      if (isRecord(securityContext) && securityContext['privileged'] === true)
        faults.push({ path: `spec.${list}[${index}].securityContext`, message: 'It is privileged.' });
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC'])
    if (spec[key] === true)
      faults.push({ path: `spec.${key}`, message: 'It shares a namespace of the node.' });
  return faults.map((fault) => ({ object, ...fault }));
}

/** Kubernetes writes a quantity as it likes: 1000m is 1. */
function quantity(value: unknown): unknown {
  const match =
    typeof value === 'string' || typeof value === 'number'
      ? /^(\d+(?:\.\d+)?)(m|Ki|Mi|Gi)?$/.exec(String(value))
      : null;
  if (!match) return value;
  const unit = { m: 0.001, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 }[match[2] ?? ''] ?? 1;
  return Math.round(Number(match[1]) * unit * 1000) / 1000;
}

function byName(list: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return [...list].sort((a, b) => String(a['name']).localeCompare(String(b['name'])));
}

function isNamed(list: readonly unknown[]): list is readonly Record<string, unknown>[] {
  return list.every((item) => isRecord(item) && typeof item['name'] === 'string');
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
