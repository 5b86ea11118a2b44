import { AcmeDns01Error } from '../errors.ts';
import { formatProblem, shortProblemType, type AcmeProblem } from './problem.ts';

/** No answer from the CA: no route, nothing listening, a broken connection, an untrusted certificate, silence. */
export class AuthorityUnreachableError extends AcmeDns01Error {
  readonly code = 'ca-unreachable';
  readonly url: string;
  /** Name of the failure as the network gave it, such as `ECONNREFUSED`. */
  readonly networkCode: string;

  constructor(task: string, url: string, networkCode: string, options?: ErrorOptions) {
    const hint = isTrustFailure(networkCode)
      ? 'its HTTPS certificate is not trusted; pass the right one as trustedCertificates'
      : 'see whether the CA is up and reachable from here';
    super(`could not ${task}: no answer from ${url} (${networkCode}); ${hint}`, options);
    this.url = url;
    this.networkCode = networkCode;
  }
}

/** Whether a network failure is about trust, which no second try changes. */
export const isTrustFailure = (networkCode: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH/.test(networkCode);

/** The CA's answer is not what ACME says it must be. */
export class AuthorityMisbehavedError extends AcmeDns01Error {
  readonly code = 'ca-misbehaved';
  readonly url: string;

  constructor(task: string, url: string, mistake: string, options?: ErrorOptions) {
    super(`could not ${task}: the answer of ${url} ${mistake}`, options);
    this.url = url;
  }
}

/** The CA answered with a problem document, kept whole. */
export class RequestRefusedError extends AcmeDns01Error {
  readonly code = 'request-refused';
  readonly url: string;
  readonly problem: AcmeProblem;
  /** Last part of the problem's type, such as `unauthorized`. */
  readonly problemType: string;

  constructor(task: string, url: string, problem: AcmeProblem, options?: ErrorOptions) {
    super(`the CA refused to ${task}: ${formatProblem(problem)}`, options);
    this.url = url;
    this.problem = problem;
    this.problemType = shortProblemType(problem.type);
  }
}

/** Too many requests; the CA wants them later than this call is ready to wait. */
export class RateLimitedError extends AcmeDns01Error {
  readonly code = 'rate-limited';
  readonly url: string;
  readonly problem: AcmeProblem;
  /** When the CA will listen again, if it said so. */
  readonly retryAt: Date | undefined;

  constructor(task: string, url: string, problem: AcmeProblem, retryAt: Date | undefined) {
    const when =
      retryAt === undefined
        ? 'the CA does not say when to come back'
        : `come back at ${retryAt.toISOString()}`;
    super(`the CA is asked too often to ${task}: ${formatProblem(problem)}; ${when}`);
    this.url = url;
    this.problem = problem;
    this.retryAt = retryAt;
  }
}

/** The CA has no such service, such as renewal information or a change of the account's key. */
export class NotOfferedError extends AcmeDns01Error {
  readonly code = 'not-offered';
  readonly resource: string;

  constructor(task: string, directoryUrl: string, resource: string) {
    super(`could not ${task}: ${directoryUrl} offers no ${resource}`);
    this.resource = resource;
  }
}

/** Something did not happen within the time given for it. */
export class WaitExceededError extends AcmeDns01Error {
  readonly code = 'wait-exceeded';
  readonly awaited: string;
  readonly timeoutMs: number;

  constructor(awaited: string, timeoutMs: number) {
    super(`${awaited} did not happen within ${timeoutMs / 1000} s`);
    this.awaited = awaited;
    this.timeoutMs = timeoutMs;
  }
}
