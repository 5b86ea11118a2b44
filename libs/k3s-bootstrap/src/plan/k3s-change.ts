import type { K3sDesired } from '../desired/k3s-desired.ts';

/** One thing that is going to be done, plain data: what, and in one sentence why. */
export interface K3sChange {
  action:
    | 'install'
    | 'upgrade'
    | 'reinstall'
    | 'images'
    | 'link'
    | 'write'
    | 'remove'
    | 'enable'
    | 'start'
    | 'restart'
    | 'await';
  /** What is changed: a path, a version, the unit. */
  subject: string;
  /** A sentence for people, without the reason: `Upgrade k3s from v1.36.3+k3s1 to v1.36.4+k3s1`. */
  summary: string;
  reason: string;
}

/** What `applyK3s` carries out. Made from facts and wishes alone; it holds the secrets of the wishes. */
export interface K3sPlan {
  /** Empty when nothing is to do. */
  changes: readonly K3sChange[];
  /** What is worth knowing and changes nothing, such as a channel that moved on. */
  notices: readonly string[];
  /** The version that will run; the installed one where a channel is wished for. */
  version: string;
  /** What was wished for, secrets and all: not for logs. */
  desired: K3sDesired;
}
