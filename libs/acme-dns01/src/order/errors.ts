import { formatProblem, type AcmeProblem } from '../authority/problem.ts';
import { AcmeDns01Error } from '../errors.ts';
import type { CertificateFlaw } from '../certificate/check-certificate.ts';

/** The CA has no such profile. */
export class ProfileNotOfferedError extends AcmeDns01Error {
  readonly code = 'profile-not-offered';
  readonly profile: string;
  /** Profiles the CA has. */
  readonly offered: string[];

  constructor(directoryUrl: string, profile: string, offered: string[]) {
    super(`${directoryUrl} has no profile '${profile}'; it has ${offered.join(', ') || 'none at all'}`);
    this.profile = profile;
    this.offered = offered;
  }
}

/** The CA does not let this name be proven by DNS. */
export class ChallengeNotOfferedError extends AcmeDns01Error {
  readonly code = 'challenge-not-offered';
  readonly identifier: string;
  readonly offered: string[];

  constructor(identifier: string, offered: string[]) {
    super(`the CA offers no dns-01 challenge for ${identifier}, only ${offered.join(', ') || 'none'}`);
    this.identifier = identifier;
    this.offered = offered;
  }
}

/** The responder could not put the records up, or they did not show everywhere. Its error is the cause. */
export class ResponderFailedError extends AcmeDns01Error {
  readonly code = 'responder-failed';
  readonly step: 'present' | 'waitUntilPublished';
  readonly recordNames: string[];

  constructor(step: ResponderFailedError['step'], recordNames: string[], options: { cause: unknown }) {
    const what = step === 'present' ? 'put up' : 'see everywhere';
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(`could not ${what} the TXT records at ${[...new Set(recordNames)].join(', ')}: ${why}`, options);
    this.step = step;
    this.recordNames = recordNames;
  }
}

/** The CA looked at the records and was not content, or did not find them. */
export class AuthorizationFailedError extends AcmeDns01Error {
  readonly code = 'authorization-failed';
  readonly failures: { identifier: string; problem: AcmeProblem }[];

  constructor(failures: AuthorizationFailedError['failures'], options?: ErrorOptions) {
    const parts = failures.map(({ identifier, problem }) => `${identifier}: ${formatProblem(problem)}`);
    super(`the CA could not verify ${parts.join('; ')}`, options);
    this.failures = failures;
  }
}

/** The order cannot become a certificate any more. */
export class OrderInvalidError extends AcmeDns01Error {
  readonly code = 'order-invalid';
  readonly orderUrl: string;
  readonly problem: AcmeProblem | undefined;

  constructor(orderUrl: string, status: string, problem: AcmeProblem | undefined) {
    super(
      `the order ${orderUrl} is ${status}: ${problem === undefined ? 'the CA gives no reason' : formatProblem(problem)}`,
    );
    this.orderUrl = orderUrl;
    this.problem = problem;
  }
}

/** The CA issued a certificate, but not the one that was ordered. */
export class CertificateUnacceptableError extends AcmeDns01Error {
  readonly code = 'certificate-unacceptable';
  readonly flaws: CertificateFlaw[];
  readonly certificatePem: string;

  constructor(flaws: CertificateFlaw[], certificatePem: string) {
    super(
      `the certificate that was issued is not as ordered: ${flaws.map(({ message }) => message).join('; ')}`,
    );
    this.flaws = flaws;
    this.certificatePem = certificatePem;
  }
}

/** Every CA of the list failed, each in its own way. */
export class AllAuthoritiesFailedError extends AcmeDns01Error {
  readonly code = 'all-authorities-failed';
  readonly failures: { directoryUrl: string; error: AcmeDns01Error }[];

  constructor(failures: AllAuthoritiesFailedError['failures']) {
    super(
      `no CA of ${failures.length} issued a certificate: ` +
        failures.map(({ directoryUrl, error }) => `${directoryUrl}: ${error.message}`).join(' | '),
      { cause: failures[0]?.error },
    );
    this.failures = failures;
  }
}
