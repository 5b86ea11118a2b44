import type { RancherClientError } from '../errors.ts';
import { pathOf, type RancherCall } from './call.ts';
import type { RancherReply } from './connections.ts';
import { readErrorBody } from './error-body.ts';
import {
  AnswerNotUnderstoodError,
  RedirectLoopError,
  RequestRefusedError,
  UseHttpsError,
  type RefusalCode,
} from './errors.ts';
import { redact } from './redact.ts';
import { parseRetryAfterMs } from './retry-after.ts';

/** The error that an answer stands for. */
export function refusalOf(
  call: RancherCall,
  base: URL,
  reply: RancherReply,
  text: string,
  secrets: readonly string[],
  now: Date,
): RancherClientError {
  const { task, method } = call;
  if (reply.status >= 300 && reply.status < 400) return redirectOf(task, pathOf(call.path), base, reply);
  const path = redact(pathOf(call.path), secrets);
  const body = readErrorBody(text, reply.status, secrets);
  // The redirector before Rancher says so in plain text (rancher/dynamiclistener redirect.go).
  if (reply.status === 400 && /^\s*use https\b/i.test(text)) return new UseHttpsError(task, base.origin);
  const retryAfterMs = parseRetryAfterMs(reply.headers.get('retry-after') ?? undefined, now);
  return new RequestRefusedError(task, { method, path }, codeOf(body.status, call), body, retryAfterMs);
}

function redirectOf(task: string, path: string, base: URL, reply: RancherReply): RancherClientError {
  const location = reply.headers.get('location') ?? '';
  const target = URL.canParse(location, base.origin) ? new URL(location, base.origin) : undefined;
  if (target?.hostname === base.hostname && target.pathname === path) {
    if (target.protocol === base.protocol) return new RedirectLoopError(task, `${base.origin}${path}`);
    if (target.protocol === 'https:') return new UseHttpsError(task, base.origin);
  }
  const whither = target === undefined ? 'nowhere' : `to ${target.origin}${target.pathname}`;
  return new AnswerNotUnderstoodError(
    task,
    `${base.origin}${path} redirects ${whither}, and a redirect is not followed with a token`,
  );
}

function codeOf(status: number, call: RancherCall): RefusalCode {
  if (status === 401) return call.unauthorized ?? 'not-signed-in';
  if (status === 403) return 'permission-denied';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  return 'request-refused';
}
