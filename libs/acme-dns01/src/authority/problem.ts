/** A problem document (RFC 9457) as ACME uses it (RFC 8555 §6.7), as the CA sent it. */
export interface AcmeProblem {
  /** Full type, such as `urn:ietf:params:acme:error:rateLimited`; `about:blank` when the CA sent no document. */
  type: string;
  detail: string;
  /** HTTP status of the reply, or the one the document names. */
  status: number;
  /** What was wrong with single names (RFC 8555 §6.7.1). */
  subproblems: AcmeSubproblem[];
}

export interface AcmeSubproblem {
  type: string;
  detail: string;
  /** The name it is about, if it says so. */
  identifier?: string;
}

const acmePrefix = 'urn:ietf:params:acme:error:';

/** The last part of an ACME problem's type, such as `rateLimited`; any other type as it is. */
export const shortProblemType = (type: string): string =>
  type.startsWith(acmePrefix) ? type.slice(acmePrefix.length) : type;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** Reads what a CA sent with an error status; whatever it is, something can be said about it. */
export function readProblem(body: unknown, status: number): AcmeProblem {
  if (!isObject(body)) {
    const detail = typeof body === 'string' ? body.replace(/\s+/g, ' ').trim().slice(0, 200) : '';
    return { type: 'about:blank', detail: detail || `HTTP status ${status}`, status, subproblems: [] };
  }
  const subproblems = Array.isArray(body['subproblems']) ? body['subproblems'].filter(isObject) : [];
  return {
    type: textOr(body['type'], 'about:blank'),
    detail: textOr(body['detail'], textOr(body['title'], `HTTP status ${status}`)),
    status: typeof body['status'] === 'number' ? body['status'] : status,
    subproblems: subproblems.map((part) => {
      const identifier = isObject(part['identifier']) ? part['identifier']['value'] : undefined;
      return {
        type: textOr(part['type'], 'about:blank'),
        detail: textOr(part['detail'], ''),
        ...(typeof identifier === 'string' ? { identifier } : {}),
      };
    }),
  };
}

/** One line for people: type, detail, and what was wrong with which name. */
export function formatProblem(problem: AcmeProblem): string {
  const parts = problem.subproblems.map(
    ({ type, detail, identifier }) =>
      `${identifier === undefined ? '' : `${identifier}: `}${shortProblemType(type)}: ${detail}`,
  );
  return [`${shortProblemType(problem.type)}: ${problem.detail}`, ...parts].join('; ');
}
