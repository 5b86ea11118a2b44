import { DronePipelinesError } from '../errors.ts';

/** A value that no YAML text can carry to Drone unchanged. */
export class UnformattableError extends DronePipelinesError {
  override readonly name = 'UnformattableError';
  readonly code = 'unformattable';
  /** Such as `steps[0].commands[2]`. */
  readonly path: string;

  constructor(message: string, path: string) {
    super(`Cannot write ${path || 'the resource'}: ${message}`);
    this.path = path;
  }
}
