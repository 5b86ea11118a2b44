import type { LokiConfiguration } from './configuration/read-configuration.ts';
import type { Metrics } from './http/metrics.ts';
import type { RateLimit } from './push/rate-limit.ts';
import type { LogStore } from './store/log-store.ts';

/** What the routes share. */
export interface Loki {
  configuration: LokiConfiguration;
  version: string;
  store: LogStore;
  rate: RateLimit;
  metrics: Metrics;
  now: () => Date;
}

export const nowNs = (loki: Loki): bigint => BigInt(loki.now().getTime()) * 1_000_000n;
