export const faultKinds = [
  'unauthorized',
  'conflict',
  'server_error',
  'unavailable',
  'slow',
  'reply_lost',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** A failure on demand: which requests it meets, and what they get instead of their answer. */
export interface Fault {
  /** `GET`, `POST` … or `*`. */
  method: string;
  /** A path without query; `:name` stands for one segment, a `*` at the end for all that follow. */
  path: string;
  /**
   * - `unauthorized` 401, `conflict` 409, `server_error` 500, `unavailable` 503: no effect
   * - `slow`: the answer comes after `delayMs`
   * - `reply_lost`: the effect happens, then the connection is cut
   */
  kind: FaultKind;
  /** Of `slow`. @default 2000 */
  delayMs?: number;
  /** The first matching request that it meets, counted from 1 at the injection. @default 1 */
  nth?: number;
  /** How many matching requests it meets. @default 1 */
  times?: number;
}
