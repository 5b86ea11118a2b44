import { RancherClientError } from '../errors.ts';
import type { RancherErrorBody } from './error-body.ts';

/** No answer: no route, nothing listening, a broken connection, silence. */
export class RancherUnreachableError extends RancherClientError {
  override readonly name = 'RancherUnreachableError';
  readonly code = 'rancher-unreachable';
  readonly url: string;
  /** Name of the failure as the network gave it, such as `ECONNREFUSED`. */
  readonly networkCode: string;

  constructor(task: string, url: string, networkCode: string, options?: ErrorOptions) {
    super(
      `could not ${task}: no answer from ${url} (${networkCode}); see whether Rancher and its proxy are up and reachable from here`,
      options,
    );
    this.url = url;
    this.networkCode = networkCode;
  }
}

/** Rancher's HTTPS certificate is not trusted, or is for other names. */
export class CertificateNotTrustedError extends RancherClientError {
  override readonly name = 'CertificateNotTrustedError';
  readonly code = 'certificate-not-trusted';
  readonly url: string;
  /** Node's name for what is wrong, such as `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly networkCode: string;

  constructor(task: string, url: string, networkCode: string, options?: ErrorOptions) {
    super(
      `could not ${task}: the HTTPS certificate of ${url} is not trusted (${networkCode}); pass its CA as trustedCertificates, or use the name it is for`,
      options,
    );
    this.url = url;
    this.networkCode = networkCode;
  }
}

/** Something answered, and not as Rancher does. */
export class AnswerNotUnderstoodError extends RancherClientError {
  override readonly name = 'AnswerNotUnderstoodError';
  readonly code = 'answer-not-understood';

  constructor(task: string, mistake: string, options?: ErrorOptions) {
    super(`could not ${task}: ${mistake}; is it Rancher that answers there?`, options);
  }
}

/** Rancher answers a request with a redirect to the same place. */
export class RedirectLoopError extends RancherClientError {
  override readonly name = 'RedirectLoopError';
  readonly code = 'redirect-loop';

  constructor(task: string, url: string) {
    super(
      `could not ${task}: ${url} redirects to itself; Rancher takes it for plain HTTP, so the proxy before it must send X-Forwarded-Proto: https`,
    );
  }
}

/** Rancher wants HTTPS and got HTTP, or thinks so. */
export class UseHttpsError extends RancherClientError {
  override readonly name = 'UseHttpsError';
  readonly code = 'use-https';

  constructor(task: string, url: string) {
    const remedy = url.startsWith('https:')
      ? 'the proxy before it must send X-Forwarded-Proto: https'
      : 'give its https address, or send X-Forwarded-Proto: https where no proxy stands before it';
    super(`could not ${task}: Rancher at ${url} wants HTTPS; ${remedy}`);
  }
}

/** What a {@link RequestRefusedError} can be. */
export type RefusalCode =
  | 'request-refused'
  | 'login-refused'
  | 'not-signed-in'
  | 'permission-denied'
  | 'not-found'
  | 'conflict'
  | 'password-refused';

/** Rancher answered with an error, whose body is kept. */
export class RequestRefusedError extends RancherClientError {
  override readonly name = 'RequestRefusedError';
  readonly code: RefusalCode;
  readonly status: number;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** What Rancher said, with secrets hidden; unknown fields are kept. */
  readonly body: RancherErrorBody;
  /** How long Rancher wants to be left alone, in milliseconds, if it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    task: string,
    call: { method: string; path: string },
    code: RefusalCode,
    body: RancherErrorBody,
    retryAfterMs?: number,
  ) {
    const said = [body.code, body.message].filter((part) => part !== undefined && part !== '').join(': ');
    const hint = hints[code];
    super(
      `could not ${task}: Rancher answered ${body.status} to ${call.method} ${call.path}${said === '' ? '' : ` (${said})`}${hint === undefined ? '' : `; ${hint}`}`,
    );
    this.code = code;
    this.status = body.status;
    this.method = call.method;
    this.path = call.path;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

const hints: Partial<Record<RefusalCode, string>> = {
  'login-refused':
    'the name or the password is wrong; if somebody has changed the password, put the present one where it is kept, or have Rancher make another for its first administrator: kubectl -n cattle-system exec deploy/rancher -c rancher -- reset-password',
  'not-signed-in': 'the token is missing, expired or deleted; log in again',
  'permission-denied': 'the user of this token may not do that',
  conflict: 'somebody else changed it or made it first; read it again',
  'password-refused': 'choose another password',
};

/** Something did not happen within the time given for it. */
export class WaitExceededError extends RancherClientError {
  override readonly name = 'WaitExceededError';
  readonly code = 'wait-exceeded';
  /** What was still awaited, as a sentence. */
  readonly awaiting: string;
  readonly timeoutMs: number;

  constructor(awaited: string, timeoutMs: number, awaiting: string, options?: ErrorOptions) {
    super(
      `${awaited} did not happen within ${timeoutMs / 1000} s; last seen: ${awaiting}. Run again to wait on; if it stays so, Rancher's log says more`,
      options,
    );
    this.awaiting = awaiting;
    this.timeoutMs = timeoutMs;
  }
}

/** Whether a network failure is about trust, which no second try changes. */
export const isTrustFailure = (networkCode: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|HOSTNAME_MISMATCH/.test(networkCode);

/** Whether the failure leaves open if the request was acted on, or may pass by itself. */
export function mayPass(error: unknown): error is RancherUnreachableError | RequestRefusedError {
  if (error instanceof RancherUnreachableError) return true;
  return error instanceof RequestRefusedError && (error.status === 429 || error.status >= 500);
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof RequestRefusedError && error.code === 'not-found';
