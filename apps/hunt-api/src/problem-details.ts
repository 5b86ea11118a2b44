import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { BodyTooLargeError } from './routes/read-body.ts';

/** An error as clients read it (RFC 9457). */
export interface ProblemDetails {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  /** What went wrong, for programs; stable. */
  readonly code: string;
  /** What went wrong, for people; never holds a secret or anything of a request's body. */
  readonly detail: string;
  /** This very occurrence; the log has the same id. */
  readonly instance?: string;
}

export const problemMediaType = 'application/problem+json';

export function problemDetails(
  status: number,
  code: string,
  detail: string,
  requestId?: string,
): ProblemDetails {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(requestId === undefined ? {} : { instance: `urn:uuid:${requestId}` }),
  };
}

/** Answers with an error; the content type says that it is one. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: { status: number; code: string; detail: string },
): FastifyReply {
  const { status, code, detail } = problem;
  return reply
    .code(status)
    .header('content-type', problemMediaType)
    .send(Buffer.from(JSON.stringify(problemDetails(status, code, detail, request.id))));
}

/** What the server's own refusals mean; everything else is our fault and says nothing to the outside. */
const KNOWN: Readonly<Record<string, { status: number; code: string; detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'too-large', detail: 'The body is too large' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'wrong-length',
    detail: 'The body is not as long as the request says',
  },
  FST_ERR_BAD_URL: { status: 400, code: 'bad-url', detail: 'The path of the request cannot be read' },
  FST_ERR_MAX_PARAM_LENGTH: { status: 414, code: 'bad-url', detail: 'The path of the request is too long' },
};

export function sendError(
  error: FastifyError | BodyTooLargeError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof BodyTooLargeError)
    return sendProblem(request, reply, { status: 413, code: error.code, detail: error.message });
  const known = KNOWN[error.code];
  if (known) return sendProblem(request, reply, known);
  request.log.error({ err: error }, 'a request failed');
  return sendProblem(request, reply, {
    status: 500,
    code: 'failed',
    detail: 'The server failed; its log says why',
  });
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, { status: 404, code: 'not-found', detail: 'There is nothing here' });
}
