import { nanosecondsPerHour, nanosecondsPerSecond } from '../configuration/duration.ts';

interface Limits {
  labelNamesPerSeries: number;
  labelNameLength: number;
  labelValueLength: number;
  lineBytes: number;
  streams: number;
  rateBytesPerSecond: number;
  burstBytes: number;
  /** How far in the future a line may be: `creation_grace_period`. */
  graceNs: bigint;
  /** How far behind the newest of its stream: half of `ingester.max_chunk_age`. */
  behindNs: bigint;
  /** Of the lines of one query. */
  entriesPerQuery: number;
  /** `max_query_length`, 721 hours. */
  queryLengthNs: bigint;
}

/** grafana/loki pkg/validation/limits.go, the defaults; our values change none of them. */
export const limits: Limits = {
  labelNamesPerSeries: 15,
  labelNameLength: 1024,
  labelValueLength: 2048,
  lineBytes: 256 * 1024,
  streams: 5000,
  rateBytesPerSecond: 4 * 1024 * 1024,
  burstBytes: 6 * 1024 * 1024,
  graceNs: 600n * nanosecondsPerSecond,
  behindNs: nanosecondsPerHour,
  entriesPerQuery: 5000,
  queryLengthNs: 721n * nanosecondsPerHour,
};
