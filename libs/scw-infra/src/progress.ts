import type { ResourceKind } from './resource.ts';

/** Told while something is done and while something is awaited. */
export interface ProgressEvent {
  resource: ResourceKind;
  /** For example `create`, `power on`, `delete`. */
  action: string;
  /** Present while waiting: what for, and what is seen now. */
  awaiting?: string;
  /** Present while waiting for something that has a limit: how long this one wait may last. */
  limitMs?: number;
  /** Since the operation began. */
  elapsedMs: number;
}

/** Options of everything that takes time. */
export interface OperationOptions {
  /** Stops the operation; it leaves nothing that a second run does not find. */
  signal?: AbortSignal;
  onProgress?: (event: ProgressEvent) => void;
  /** Limit of one wait, such as that for an Instance to run. @default 300_000 */
  waitTimeoutMs?: number;
}
