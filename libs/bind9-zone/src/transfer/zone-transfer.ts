import type { WireRecord } from '../message/message.ts';

/** One step of an incremental transfer: what made one serial the next. SOA records are left out. */
export interface ZoneDelta {
  readonly fromSerial: number;
  readonly toSerial: number;
  readonly deleted: readonly WireRecord[];
  readonly added: readonly WireRecord[];
}

/** A whole zone; its SOA record comes first, and once. */
export interface FullTransfer {
  readonly kind: 'full';
  readonly serial: number;
  readonly records: readonly WireRecord[];
}

/** What made one version of a zone another, step by step. */
export interface IncrementalTransfer {
  readonly kind: 'incremental';
  readonly serial: number;
  /** The newest SOA record. */
  readonly soa: WireRecord;
  readonly deltas: readonly ZoneDelta[];
}

/** What a server answers to "what changed since?". */
export type ZoneTransfer =
  | FullTransfer
  | IncrementalTransfer
  /** The server's zone is not later than the serial that was given. */
  | { readonly kind: 'unchanged'; readonly serial: number };
