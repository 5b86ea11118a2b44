import type { AwaitedObject } from './apply/awaited-objects.ts';
import type { ObjectName } from './chart/manifest.ts';
import type { LockHolder } from './lock/lease.ts';
import type { ObjectConflict } from './objects/object-conflict.ts';

/** What a {@link HelmReleaseError} can be; a program may branch on it. */
export type HelmReleaseErrorCode =
  | 'invalid-release'
  | 'helm-not-runnable'
  | 'helm-failed'
  | 'chart-not-found'
  | 'repository-unreachable'
  | 'chart-digest-mismatch'
  | 'chart-unreadable'
  | 'chart-refused-kubernetes-version'
  | 'values-refused'
  | 'render-failed'
  | 'kubeconfig-unusable'
  | 'cluster-unreachable'
  | 'cluster-refused'
  | 'namespace-missing'
  | 'objects-refused'
  | 'conflict'
  | 'hook-failed'
  | 'wait-timed-out'
  | 'release-pending'
  | 'release-locked'
  | 'lock-lost'
  | 'plan-stale'
  | 'not-converged'
  | 'invalid-objects'
  | 'kind-unknown'
  | 'object-failed';

/** Everything this library throws on its own account. An aborted call throws the signal's reason instead. */
export abstract class HelmReleaseError extends Error {
  abstract readonly code: HelmReleaseErrorCode;
}

/** What was asked for makes no sense; nothing was done. */
export class InvalidReleaseError extends HelmReleaseError {
  readonly code = 'invalid-release';
}

/** A set of objects that was asked for makes no sense; nothing was done. */
export class InvalidObjectsError extends HelmReleaseError {
  readonly code = 'invalid-objects';
}

/** The cluster knows no such kind of objects: their definition is not there. */
export class KindUnknownError extends HelmReleaseError {
  readonly code = 'kind-unknown';
  /** `logging.banzaicloud.io/v1beta1 Logging` */
  readonly kinds: readonly string[];

  constructor(about: string, kinds: readonly string[]) {
    super(
      `${about}: the cluster knows no ${kinds.join(', ')}; install what defines it first, or see why its ` +
        'definition is not served: kubectl get crd',
    );
    this.kinds = kinds;
  }
}

/** The Kubernetes API refuses an object; it is as it was before. */
export class ObjectRefusedError extends HelmReleaseError {
  readonly code = 'objects-refused';
  readonly object: ObjectName;
  readonly status: number;

  constructor(message: string, object: ObjectName, status: number) {
    super(message);
    this.object = object;
    this.status = status;
  }
}

/** Somebody else set fields that a set of objects sets; nothing was done. */
export class ObjectConflictError extends HelmReleaseError {
  readonly code = 'conflict';
  readonly conflicts: readonly ObjectConflict[];

  constructor(message: string, conflicts: readonly ObjectConflict[]) {
    super(message);
    this.conflicts = conflicts;
  }
}

/** The helm program cannot be started. */
export class HelmNotRunnableError extends HelmReleaseError {
  readonly code = 'helm-not-runnable';
}

/** What helm itself can fail of. */
export type HelmFailureCode = Extract<
  HelmReleaseErrorCode,
  | 'helm-failed'
  | 'chart-not-found'
  | 'repository-unreachable'
  | 'chart-unreadable'
  | 'chart-refused-kubernetes-version'
  | 'values-refused'
  | 'render-failed'
  | 'cluster-unreachable'
  | 'cluster-refused'
  | 'namespace-missing'
  | 'objects-refused'
  | 'conflict'
  | 'hook-failed'
>;

/** Helm ran and failed. `helmText` is what it said, secrets taken out. */
export class HelmFailedError extends HelmReleaseError {
  readonly code: HelmFailureCode;
  readonly helmText: string;

  constructor(code: HelmFailureCode, message: string, helmText: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.helmText = helmText;
  }
}

/** The chart is not the one that was pinned; nothing was installed from it. */
export class ChartDigestMismatchError extends HelmReleaseError {
  readonly code = 'chart-digest-mismatch';
  readonly expectedSha256: string;
  readonly foundSha256: string;

  constructor(chart: string, expectedSha256: string, foundSha256: string) {
    super(
      `${chart} is not the chart that is pinned: its sha256 is ${foundSha256}, pinned is ${expectedSha256}. ` +
        'Pin the new one only if you know why it changed.',
    );
    this.expectedSha256 = expectedSha256;
    this.foundSha256 = foundSha256;
  }
}

/** The kubeconfig cannot be read, names no such context, or logs in in a way that is not supported. */
export class KubeconfigUnusableError extends HelmReleaseError {
  readonly code = 'kubeconfig-unusable';
}

/** The Kubernetes API gives no answer. */
export class ClusterUnreachableError extends HelmReleaseError {
  readonly code = 'cluster-unreachable';
}

/** The Kubernetes API answered, and not with what was asked for. */
export class ClusterRefusedError extends HelmReleaseError {
  readonly code = 'cluster-refused';
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** What is awaited will not come by itself any more; `awaited` says why, each with its last events. */
export class ObjectFailedError extends HelmReleaseError {
  readonly code = 'object-failed';
  readonly awaited: readonly AwaitedObject[];

  constructor(message: string, awaited: readonly AwaitedObject[]) {
    super(message);
    this.awaited = awaited;
  }
}

/** A wait came to its end; `awaited` says for what, each with its last events. */
export class WaitTimedOutError extends HelmReleaseError {
  readonly code = 'wait-timed-out';
  readonly awaited: readonly AwaitedObject[];
  readonly helmText: string;

  constructor(message: string, awaited: readonly AwaitedObject[], helmText: string) {
    super(message);
    this.awaited = awaited;
    this.helmText = helmText;
  }
}

/** Something that is not this library left the release in a pending state, too short ago to call it dead. */
export class ReleasePendingError extends HelmReleaseError {
  readonly code = 'release-pending';
}

/** Another run is at work on the release. */
export class ReleaseLockedError extends HelmReleaseError {
  readonly code = 'release-locked';
  readonly holder: LockHolder;

  constructor(release: string, holder: LockHolder) {
    super(
      `${release} is being changed by ${holder.identity} since ${holder.since}; let it end, and run again. ` +
        'The lock of one that was killed elsewhere is free within 30 s',
    );
    this.holder = holder;
  }
}

/** The lock was taken away while work was going on, which was ended; what that leaves is repaired by the next run. */
export class LockLostError extends HelmReleaseError {
  readonly code = 'lock-lost';

  constructor(thing: string, why: string, options?: ErrorOptions) {
    super(
      `the lock of ${thing} was lost: ${why}; the work on it was ended. Let the other run end, and run again`,
      options,
    );
  }
}

/** The release was changed after the plan was made; nothing was done to it. */
export class PlanStaleError extends HelmReleaseError {
  readonly code = 'plan-stale';
}

/** All was applied, and reading it again still finds a difference. */
export class NotConvergedError extends HelmReleaseError {
  readonly code = 'not-converged';
}
