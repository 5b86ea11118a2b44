import type { ApiAnswer } from './api-server.ts';

/** The Kubernetes API refused what it was asked. */
export class ApiError extends Error {
  readonly status: number;
  /** As the API names it: `NotFound`, `Conflict`, `Invalid` … */
  readonly reason: string;

  constructor(what: string, { status, body }: ApiAnswer) {
    const { message, reason } = (body ?? {}) as { message?: string; reason?: string };
    super(`${what} failed with ${status}: ${message ?? 'no reason given'}`);
    this.status = status;
    this.reason = reason ?? '';
  }
}

/** The object that was answered. @throws {@link ApiError} */
export function expectAnswer<Body>(answer: ApiAnswer, what: string): Body {
  if (answer.status >= 300) throw new ApiError(what, answer);
  return answer.body as Body;
}
