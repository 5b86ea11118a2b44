export const faultKinds = [
  'too_many_requests',
  'server_error',
  'upstream_timeout',
  'permissions_denied',
  'transient_state',
  'out_of_stock',
  'quotas_exceeded',
  'reply_lost',
  'hang',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What stands for a method in faults of the calls of `EmulatorCloud`. */
export const cloudMethod = 'CLOUD';

/** A failure on demand: which requests it meets, and what they get instead of their answer. */
export interface Fault {
  /** `GET`, `POST` … or `*`, which is any of them; `CLOUD` for what the programs of clusters do. */
  method: string;
  /** The call of `CLOUD`, as `/createVolume`; else a path without query; `:name` stands for one segment, a `*` at the end for all that follow. */
  path: string;
  /**
   * - `too_many_requests`: 429, empty body, no content type, `X-Envoy-Ratelimited: true`
   * - `server_error`: 500
   * - `upstream_timeout`: 503
   * - `permissions_denied`: 403, as while IAM settles
   * - `transient_state`: 409
   * - `out_of_stock`, `quotas_exceeded`: refusals of a creation
   * - `reply_lost`: the effect happens, then the connection is cut
   * - `hang`: no effect, no answer, the connection stays open
   */
  kind: FaultKind;
  /** The first matching request that it meets, counted from 1 at the injection. @default 1 */
  nth?: number;
  /** How many matching requests it meets. @default 1, or with `everySite` as many as there are */
  times?: number;
  /**
   * Meets every call site once instead of counting requests. A site is a method, a path with its ids left out, and how
   * many such calls were let through before, since the injection: a call that is repeated after it was met is no new one,
   * nor is one that repeats the call before it, as while waiting.
   */
  everySite?: {
    /** Sites that it leaves alone, as journal entries name them. */
    passed?: string[];
  };
}
