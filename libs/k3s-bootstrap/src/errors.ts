import type { K3sFailure } from './failure/explain-failure.ts';
import type { K3sChange } from './plan/k3s-change.ts';
import type { VersionRequirement } from './version/version-requirement.ts';

/** What a {@link K3sBootstrapError} can be; a program may branch on it. */
export type K3sBootstrapErrorCode =
  | 'desired-invalid'
  | 'read-failed'
  | 'channel-unresolved'
  | 'downgrade-refused'
  | 'minor-skipped'
  | 'version-unsupported'
  | 'host-unsuitable'
  | 'lock-held'
  | 'download-failed'
  | 'checksum-mismatch'
  | 'apply-failed'
  | 'service-failed'
  | 'wait-exceeded'
  | 'not-converged'
  | 'kubeconfig-unreadable'
  | 'backup-failed'
  | 'backup-unreadable'
  | 'restore-failed'
  | 'not-removed'
  | 'ports-open'
  | 'probe-inconclusive';

/** Everything this library throws on its own account. An aborted call throws the signal's reason instead. */
export abstract class K3sBootstrapError extends Error {
  abstract readonly code: K3sBootstrapErrorCode;
}

/** What is wished for makes no sense; nothing was done. */
export class DesiredInvalidError extends K3sBootstrapError {
  readonly code = 'desired-invalid';
}

/** The host did not say all that was asked. */
export class ReadFailedError extends K3sBootstrapError {
  readonly code = 'read-failed';
}

/** The channel was asked and did not say a version. */
export class ChannelUnresolvedError extends K3sBootstrapError {
  readonly code = 'channel-unresolved';
  readonly channel: string;

  constructor(channel: string, detail: string, options?: ErrorOptions) {
    super(`channel ${channel} names no version: ${detail}; name one yourself, such as v1.36.3+k3s1`, options);
    this.channel = channel;
  }
}

/** An older version than the installed one was asked for: etcd's data cannot go back. */
export class DowngradeRefusedError extends K3sBootstrapError {
  readonly code = 'downgrade-refused';
  readonly installed: string;
  readonly asked: string;

  constructor(host: string, installed: string, asked: string) {
    super(
      `k3s on ${host} is ${installed} and does not go back to ${asked}: ` +
        'its data may be newer than the older program reads. Restore a back-up of that version instead',
    );
    this.installed = installed;
    this.asked = asked;
  }
}

/** Kubernetes supports upgrades to the next minor version only. */
export class MinorSkippedError extends K3sBootstrapError {
  readonly code = 'minor-skipped';
  readonly installed: string;
  readonly asked: string;
  /** The minor version to go to first: `v1.35`. */
  readonly next: string;

  constructor(host: string, installed: string, asked: string, next: string) {
    super(
      `k3s on ${host} is ${installed}; on the way to ${asked} no minor version may be left out: go to ${next} first`,
    );
    this.installed = installed;
    this.asked = asked;
    this.next = next;
  }
}

/** Other programs do not run on this version of Kubernetes. */
export class VersionUnsupportedError extends K3sBootstrapError {
  readonly code = 'version-unsupported';
  readonly version: string;
  readonly conflicts: readonly VersionRequirement[];

  constructor(version: string, conflicts: readonly VersionRequirement[]) {
    const who = conflicts.map(({ name, range }) => `${name} wants ${range}`).join(', ');
    super(`k3s ${version} does not go together with the rest: ${who}; choose another version of one of them`);
    this.version = version;
    this.conflicts = conflicts;
  }
}

/** Something about the host would keep k3s from starting; all that was found, nothing was done. */
export class HostUnsuitableError extends K3sBootstrapError {
  readonly code = 'host-unsuitable';
  readonly obstacles: readonly K3sFailure[];

  constructor(host: string, obstacles: readonly K3sFailure[]) {
    super(`k3s cannot run on ${host}: ${obstacles.map(({ explanation }) => explanation).join('; ')}`);
    this.obstacles = obstacles;
  }
}

/** Somebody else is changing k3s on this host right now. */
export class LockHeldError extends K3sBootstrapError {
  readonly code = 'lock-held';
  /** For example `somebody else since 2026-11-24T17:45:50+00:00 from 192.0.2.7`, as far as the host knows. */
  readonly holder: string;

  constructor(host: string, sinceAndFrom: string) {
    const holder = `somebody else ${sinceAndFrom}`.trim();
    super(`k3s on ${host} is being changed by ${holder}: wait for it and look again`);
    this.holder = holder;
  }
}

/** A file of the release could not be fetched. What has come of it is kept, and the next attempt goes on from there. */
export class DownloadFailedError extends K3sBootstrapError {
  readonly code = 'download-failed';
  readonly url: string;

  constructor(host: string, url: string, detail: string) {
    super(
      `${host} could not fetch ${url}: ${detail}; what has come is kept, the next run goes on from there`,
    );
    this.url = url;
  }
}

/** A file is not what it should be. Nothing was installed, and the file is gone. */
export class ChecksumMismatchError extends K3sBootstrapError {
  readonly code = 'checksum-mismatch';
  readonly file: string;
  readonly expected: string;
  readonly actual: string;

  constructor(file: string, expected: string, actual: string) {
    super(
      `${file} has the SHA-256 ${actual}, expected is ${expected}; nothing was installed. ` +
        'Either it was damaged on its way, or somebody replaced it: find out which before you try again',
    );
    this.file = file;
    this.expected = expected;
    this.actual = actual;
  }
}

/** The script that changes the host stopped at a step. */
export class ApplyFailedError extends K3sBootstrapError {
  readonly code = 'apply-failed';
  /** What was being done. */
  readonly step: string;

  constructor(host: string, step: string, detail: string, options?: ErrorOptions) {
    super(`${step} failed on ${host}: ${detail}`, options);
    this.step = step;
  }
}

/** k3s was started and ended again. */
export class ServiceFailedError extends K3sBootstrapError {
  readonly code = 'service-failed';
  readonly failure: K3sFailure;
  /** The end of its journal. */
  readonly journal: readonly string[];

  constructor(host: string, failure: K3sFailure, journal: readonly string[]) {
    super(
      `k3s does not start on ${host}: ${failure.explanation}${failure.line ? ` ("${failure.line}")` : ''}`,
    );
    this.failure = failure;
    this.journal = journal;
  }
}

/** k3s runs, but something was not there in time. */
export class WaitExceededError extends K3sBootstrapError {
  readonly code = 'wait-exceeded';
  /** What was still missing. */
  readonly awaited: string;

  constructor(host: string, awaited: string, timeoutMs: number) {
    super(
      `${host} is still waiting for ${awaited} after ${Math.round(timeoutMs / 1000)} s; ` +
        'journalctl -u k3s on the host tells more, and another run waits again',
    );
    this.awaited = awaited;
  }
}

/** All was done, and yet a look afterwards finds something to do. */
export class NotConvergedError extends K3sBootstrapError {
  readonly code = 'not-converged';
  readonly left: readonly K3sChange[];

  constructor(host: string, left: readonly K3sChange[]) {
    const open = left.map(({ summary, reason }) => `${summary} (${reason})`).join(', ');
    super(
      `k3s on ${host} was changed as planned but is still not as it should be: ${open}; ` +
        'run again, and if it stays so see who else changes the host',
    );
    this.left = left;
  }
}

/** k3s has no kubeconfig, or it is not one. */
export class KubeconfigUnreadableError extends K3sBootstrapError {
  readonly code = 'kubeconfig-unreadable';
}

/** No back-up was taken. */
export class BackupFailedError extends K3sBootstrapError {
  readonly code = 'backup-failed';
}

/** The archive is no back-up of this library, or is damaged. Nothing was done. */
export class BackupUnreadableError extends K3sBootstrapError {
  readonly code = 'backup-unreadable';
}

/** A back-up could not be brought back; the message says at which step. */
export class RestoreFailedError extends K3sBootstrapError {
  readonly code = 'restore-failed';
  readonly failure: K3sFailure | undefined;

  constructor(message: string, failure?: K3sFailure, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** Something of k3s is still on the host. */
export class NotRemovedError extends K3sBootstrapError {
  readonly code = 'not-removed';
  readonly left: readonly string[];

  constructor(host: string, left: readonly string[], detail: string) {
    super(`k3s was removed from ${host}, but this is left: ${left.join(', ') || 'unknown'}${detail}`);
    this.left = left;
  }
}

/** Ports of the cluster answer from outside. */
export class PortsOpenError extends K3sBootstrapError {
  readonly code = 'ports-open';
  readonly ports: readonly number[];

  constructor(address: string, ports: readonly number[]) {
    super(
      `${address} answers from outside on ${ports.join(', ')}; ` +
        'see that the table with closedPortRules is loaded, and what the security group lets in',
    );
    this.ports = ports;
  }
}

/** Nothing answers the probe at all, so that closed ports prove nothing. */
export class ProbeInconclusiveError extends K3sBootstrapError {
  readonly code = 'probe-inconclusive';
  readonly silent: readonly number[];

  constructor(address: string, silent: readonly number[]) {
    super(
      `${address} does not answer the probe on ${silent.join(', ') || 'any port, none was named'}: ` +
        'that the others are silent proves nothing',
    );
    this.silent = silent;
  }
}
