import { readProblem, type AcmeProblem } from '../authority/problem.ts';

/** An order (RFC 8555 §7.1.3). */
export interface AcmeOrder {
  url: string;
  status: string;
  authorizations: string[];
  finalize: string;
  certificate: string | undefined;
  error: AcmeProblem | undefined;
}

/** An authorization (RFC 8555 §7.1.4). */
export interface AcmeAuthorization {
  url: string;
  /** The name, without the `*.` of a wildcard. */
  identifier: string;
  isWildcard: boolean;
  status: string;
  challenges: AcmeChallenge[];
}

export interface AcmeChallenge {
  type: string;
  url: string;
  status: string;
  token: string;
  error: AcmeProblem | undefined;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const problem = (value: unknown): AcmeProblem | undefined =>
  fieldsOf(value) === undefined ? undefined : readProblem(value, 0);

/** @returns `undefined` when it is no order */
export function readOrder(body: unknown, url: string): AcmeOrder | undefined {
  const order = fieldsOf(body);
  const [status, finalize] = [text(order?.['status']), text(order?.['finalize'])];
  const authorizations = order?.['authorizations'];
  if (status === undefined || finalize === undefined || !Array.isArray(authorizations)) return undefined;
  return {
    url,
    status,
    finalize,
    authorizations: authorizations.filter((entry) => typeof entry === 'string'),
    certificate: text(order?.['certificate']),
    error: problem(order?.['error']),
  };
}

/** @returns `undefined` when it is no authorization */
export function readAuthorization(body: unknown, url: string): AcmeAuthorization | undefined {
  const authorization = fieldsOf(body);
  const identifier = text(fieldsOf(authorization?.['identifier'])?.['value']);
  const status = text(authorization?.['status']);
  const challenges = authorization?.['challenges'];
  if (identifier === undefined || status === undefined || !Array.isArray(challenges)) return undefined;
  return {
    url,
    identifier,
    status,
    isWildcard: authorization?.['wildcard'] === true,
    challenges: challenges.flatMap((entry) => {
      const fields = fieldsOf(entry);
      const [type, at] = [text(fields?.['type']), text(fields?.['url'])];
      if (type === undefined || at === undefined) return [];
      return {
        type,
        url: at,
        status: text(fields?.['status']) ?? 'pending',
        token: text(fields?.['token']) ?? '',
        error: problem(fields?.['error']),
      };
    }),
  };
}
