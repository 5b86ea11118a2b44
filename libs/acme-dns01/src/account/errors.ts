import { AcmeDns01Error } from '../errors.ts';

/** The CA wants new accounts to be bound to one it knows already; it hands out a key identifier and a MAC key. */
export class ExternalAccountRequiredError extends AcmeDns01Error {
  readonly code = 'external-account-required';

  constructor(directoryUrl: string) {
    super(
      `${directoryUrl} wants new accounts to be bound to one it knows: ` +
        'get a key identifier and a MAC key there, and pass them as externalAccountBinding',
    );
  }
}
