import type { LogStore } from '../store/log-store.ts';

/** Counters that `/metrics` shows, under the names of the real Loki. */
export class Metrics {
  lines = 0;
  bytes = 0;
  readonly #discarded = new Map<string, number>();
  readonly #requests = new Map<string, number>();

  countDiscarded(reasons: Readonly<Record<string, number>>): void {
    for (const [reason, lines] of Object.entries(reasons))
      this.#discarded.set(reason, (this.#discarded.get(reason) ?? 0) + lines);
  }

  countRequest(route: string, method: string, status: number): void {
    const key = `method="${method}",route="${route}",status_code="${status}"`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
  }

  /** Prometheus's text format, version 0.0.4. */
  format(version: string, store: LogStore): string {
    const tenant = 'tenant="fake"';
    const lines = [
      '# TYPE loki_build_info gauge',
      `loki_build_info{version="${version}"} 1`,
      '# TYPE loki_distributor_lines_received_total counter',
      `loki_distributor_lines_received_total{${tenant}} ${this.lines}`,
      '# TYPE loki_distributor_bytes_received_total counter',
      `loki_distributor_bytes_received_total{${tenant}} ${this.bytes}`,
      '# TYPE loki_ingester_memory_streams gauge',
      `loki_ingester_memory_streams{${tenant}} ${store.streamCount}`,
      '# TYPE loki_discarded_samples_total counter',
      ...[...this.#discarded].map(
        ([reason, count]) => `loki_discarded_samples_total{reason="${reason}",${tenant}} ${count}`,
      ),
      '# TYPE loki_request_duration_seconds histogram',
      ...[...this.#requests].map(
        ([labels, count]) => `loki_request_duration_seconds_count{${labels}} ${count}`,
      ),
    ];
    return `${lines.join('\n')}\n`;
  }
}
