import { DronePipelinesError } from '../errors.ts';

/** What a call says of itself: `GET /api/user`. The query is left out: it may hold parameters of a build. */
interface CallName {
  readonly method: string;
  readonly path: string;
}

/** Drone answered, and not as asked. */
export class DroneApiError extends DronePipelinesError {
  override readonly name = 'DroneApiError';
  readonly code = 'api-refused';
  readonly status: number;
  readonly method: string;
  /** Path without the query, which may hold parameters of a build. */
  readonly path: string;
  /** How long Drone wants to be left alone, in milliseconds; 0 when it does not say. */
  readonly retryAfterMs: number;

  constructor(
    { method, path }: CallName,
    status: number,
    detail: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`Drone answered ${status} to ${method} ${path}${detail === '' ? '' : `: ${detail}`}`, {
      cause: options.cause,
    });
    this.method = method;
    this.path = path;
    this.status = status;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

/** Drone did not answer, or not to the end. */
export class DroneUnreachableError extends DronePipelinesError {
  override readonly name = 'DroneUnreachableError';
  readonly code = 'api-unreachable';

  constructor({ method, path }: CallName, host: string, cause?: unknown) {
    super(
      `Drone at ${host} did not answer ${method} ${path} to the end; look at the address and the network`,
      {
        cause,
      },
    );
  }
}

/** What was given cannot be sent to any Drone: an address, a token, the name of a repository. */
export class InvalidCallError extends DronePipelinesError {
  override readonly name = 'InvalidCallError';
  readonly code = 'invalid-call';
}
