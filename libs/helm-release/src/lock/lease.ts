import type { Helm } from '../helm/create-helm.ts';
import { readJson, refusal } from '../kubernetes/read-json.ts';
import type { KubernetesCall } from '../kubernetes/request.ts';
import { LockLostError, ReleaseLockedError } from '../errors.ts';
import { releaseId } from '../release/desired-release.ts';
import { isObject } from '../release/json.ts';
import { isAliveHere, ownIdentity } from './process-identity.ts';

/**
 * The lock of a release is a Lease in the cluster, so that runs on several machines see each other. Whoever holds it renews
 * it; if its process dies, the lock is free as soon as that can be told: at once on the same machine, otherwise when the
 * Lease has run out.
 */
const durationSeconds = 30;
const renewalMs = 10_000;

/** A namespace that every cluster has; that of a release may not be there yet. */
const leaseNamespace = 'kube-system';
const leases = `/apis/coordination.k8s.io/v1/namespaces/${leaseNamespace}/leases`;

export interface LockHolder {
  /** `<host> process <number> (<start of process> <random>)` */
  identity: string;
  since: string;
}

/** What a lock is for: a release, or a set of objects. */
export interface LockedThing {
  namespace: string;
  name: string;
  /** @default 'release' */
  kind?: 'release' | 'objects';
}

interface Lease {
  metadata: { name: string; namespace: string; resourceVersion?: string };
  spec: {
    holderIdentity: string;
    leaseDurationSeconds: number;
    acquireTime: string;
    renewTime: string;
  };
}

const leaseName = ({ kind = 'release', namespace, name }: LockedThing): string =>
  kind === 'release' ? `helm-release.${namespace}.${name}` : `helm-release-objects.${namespace}.${name}`;

/** Who holds the lock of a release; undefined when nobody living does. */
export async function readLockHolder(
  helm: Helm,
  release: LockedThing,
  signal?: AbortSignal,
): Promise<LockHolder | undefined> {
  const lease = await readLease(helm, release, signal);
  return lease !== undefined && isHeld(lease, helm.now())
    ? { identity: lease.spec.holderIdentity, since: lease.spec.acquireTime }
    : undefined;
}

/**
 * Does something under a lock. The signal that it gets is that of the caller, and ends too when the lock is lost: when
 * somebody else has taken it, or when it could not be renewed until it ran out.
 *
 * @throws {@link ReleaseLockedError} when somebody else holds it; {@link LockLostError}
 */
export async function withLock<T>(
  helm: Helm,
  thing: LockedThing,
  action: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const lock = await acquire(helm, thing, signal);
  const lost = new AbortController();
  let renewing: Promise<unknown> = Promise.resolve();
  const renewOnce = async (): Promise<void> => {
    const loss = await renew(helm, lock).catch((cause: unknown) => {
      // The next one tries again; the lease outlives two of them.
      if (isHeld(lock.lease, helm.now())) return undefined;
      const unreached = 'it could not be renewed in time';
      return new LockLostError(releaseId(thing), unreached, { cause });
    });
    if (loss !== undefined) lost.abort(loss);
  };
  const timer = setInterval(() => {
    renewing = renewing.then(() => (lost.signal.aborted ? undefined : renewOnce()));
  }, renewalMs);
  timer.unref();
  try {
    return await action(signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(timer);
    await renewing;
    // What somebody else has by now is another version of the lease, and stays.
    await giveBack(helm, lock);
  }
}

interface HeldLock {
  thing: LockedThing;
  lease: Lease;
}

async function acquire(helm: Helm, release: LockedThing, signal?: AbortSignal): Promise<HeldLock> {
  const now = helm.now();
  const found = await readLease(helm, release, signal);
  if (found !== undefined && isHeld(found, now)) throw locked(release, found);
  const lease: Lease = {
    metadata: {
      name: leaseName(release),
      namespace: leaseNamespace,
      ...(found?.metadata.resourceVersion === undefined
        ? {}
        : { resourceVersion: found.metadata.resourceVersion }),
    },
    spec: {
      holderIdentity: ownIdentity(),
      leaseDurationSeconds: durationSeconds,
      acquireTime: microTime(now),
      renewTime: microTime(now),
    },
  };
  const written = await write(helm, lease, found === undefined ? 'POST' : 'PUT', signal);
  if (written !== undefined) return { thing: release, lease: written };
  // Somebody was faster.
  const winner = await readLease(helm, release, signal);
  throw locked(release, winner ?? lease);
}

const locked = (release: LockedThing, lease: Lease): ReleaseLockedError =>
  new ReleaseLockedError(releaseId(release), {
    identity: lease.spec.holderIdentity,
    since: lease.spec.acquireTime,
  });

/** @returns why the lock is lost; undefined while it is ours */
async function renew(helm: Helm, lock: HeldLock): Promise<LockLostError | undefined> {
  const renewed = (lease: Lease): Promise<Lease | undefined> =>
    write(helm, { ...lease, spec: { ...lease.spec, renewTime: microTime(helm.now()) } }, 'PUT');
  let written = await renewed(lock.lease);
  if (written === undefined) {
    const found = await readLease(helm, lock.thing);
    const holder = found?.spec.holderIdentity;
    if (found === undefined || holder !== lock.lease.spec.holderIdentity)
      return new LockLostError(
        releaseId(lock.thing),
        holder ? `${holder} has taken it` : 'somebody has deleted it',
      );
    // Somebody has only touched it.
    written = await renewed(found);
  }
  lock.lease = written ?? lock.lease;
  return undefined;
}

/** Gives the lock back. If that fails it runs out by itself. */
async function giveBack(helm: Helm, lock: HeldLock): Promise<void> {
  const { name, resourceVersion } = lock.lease.metadata;
  const body = JSON.stringify({ preconditions: { resourceVersion } });
  const headers = { 'content-type': 'application/json' };
  await helm.request({ method: 'DELETE', path: `${leases}/${name}`, headers, body }).catch(() => undefined);
}

/** Undefined when somebody else wrote meanwhile. */
async function write(
  helm: Helm,
  lease: Lease,
  method: 'POST' | 'PUT',
  signal?: AbortSignal,
): Promise<Lease | undefined> {
  const call: KubernetesCall = {
    method,
    path: method === 'POST' ? leases : `${leases}/${lease.metadata.name}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...lease }),
    ...(signal === undefined ? {} : { signal }),
  };
  const reply = await helm.request(call);
  if (reply.status === 409 || (method === 'PUT' && reply.status === 404)) return undefined;
  if (reply.status !== 200 && reply.status !== 201) throw refusal(call, reply);
  return JSON.parse(reply.body) as Lease;
}

async function readLease(helm: Helm, release: LockedThing, signal?: AbortSignal): Promise<Lease | undefined> {
  const lease = await readJson(helm, `${leases}/${leaseName(release)}`, { signal });
  return isObject(lease) ? (lease as unknown as Lease) : undefined;
}

export function isHeld(
  lease: Pick<Lease, 'spec'>,
  now: Date,
  isAlive: (identity: string) => boolean | undefined = isAliveHere,
): boolean {
  const { holderIdentity, renewTime, leaseDurationSeconds } = lease.spec;
  if (!holderIdentity) return false;
  if (now.getTime() > Date.parse(renewTime) + leaseDurationSeconds * 1000) return false;
  return isAlive(holderIdentity) !== false;
}

/** Kubernetes wants six digits after the second. */
const microTime = (time: Date): string => time.toISOString().replace('Z', '000Z');
