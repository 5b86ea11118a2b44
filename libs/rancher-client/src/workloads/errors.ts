import { RancherClientError } from '../errors.ts';

/** A command could not be run in a pod, or its end was lost. One that ran and failed is no error: it has an exit code. */
export class ExecFailedError extends RancherClientError {
  override readonly name = 'ExecFailedError';
  readonly code = 'exec-failed';

  constructor(task: string, why: string, options?: ErrorOptions) {
    super(`could not ${task}: ${why}`, options);
  }
}
