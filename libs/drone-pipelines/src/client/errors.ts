import { DronePipelinesError } from '../errors.ts';

/** Drone answered, and not as asked. */
export class DroneApiError extends DronePipelinesError {
  override readonly name = 'DroneApiError';
  readonly code = 'api-refused';
  readonly status: number;
  readonly method: string;
  /** Path without the query, which may hold parameters of a build. */
  readonly path: string;

  constructor(method: string, path: string, status: number, detail: string, cause?: unknown) {
    super(`Drone answered ${status} to ${method} ${path}${detail === '' ? '' : `: ${detail}`}`, { cause });
    this.method = method;
    this.path = path;
    this.status = status;
  }
}

/** Drone did not answer. */
export class DroneUnreachableError extends DronePipelinesError {
  override readonly name = 'DroneUnreachableError';
  readonly code = 'api-unreachable';

  constructor(method: string, path: string, host: string, cause: unknown) {
    super(`Drone at ${host} did not answer ${method} ${path}; look at the address and the network`, {
      cause,
    });
  }
}
