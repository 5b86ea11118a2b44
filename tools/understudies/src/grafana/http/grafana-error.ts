import type { Answer } from './route.ts';

/** An answer that is no success, in the words of Grafana's API (its documentation, "HTTP API", status codes). */
export class GrafanaError extends Error {
  readonly status: number;
  readonly messageId: string | undefined;

  constructor(status: number, message: string, messageId?: string) {
    super(message);
    this.status = status;
    this.messageId = messageId;
  }

  answer(): Answer {
    const { status, message, messageId } = this;
    const more = messageId === undefined ? {} : { messageId, statusCode: status, traceID: '' };
    return { status, body: { message, ...more } };
  }
}
