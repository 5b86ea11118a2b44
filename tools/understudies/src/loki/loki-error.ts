/** Loki refuses a request: a status, and its reason as plain text (grafana/loki pkg/util/server/error.go, `WriteError`). */
export class LokiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
