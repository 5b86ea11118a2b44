import { DronePipelinesError } from '../errors.ts';

/** Choices that would not keep a runner and its builds apart. */
export class InvalidConfinementError extends DronePipelinesError {
  override readonly name = 'InvalidConfinementError';
  readonly code = 'invalid-confinement';
  /** The choice that is wrong, such as `runner.image`. */
  readonly path: string;

  constructor(path: string, message: string) {
    super(`The confinement is not valid at ${path}: ${message}`);
    this.path = path;
  }
}
