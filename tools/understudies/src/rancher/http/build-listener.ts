import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import type { Fault } from '../faults/fault.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { JournalEntry } from '../faults/rancher-control.ts';
import { minorOf, type Rancher } from '../rancher.ts';
import { findCaller } from '../tokens/find-caller.ts';
import { ApiError, errorBody, type ApiErrorCode } from './api-error.ts';
import { checkBody } from './check-body.ts';
import { checkForwardedProto } from './check-forwarded-proto.ts';
import { findRoute, type FoundRoute } from './find-route.ts';
import { header } from './header.ts';
import type { Answer, Route } from './route.ts';

const faultCodes: Record<Exclude<Fault['kind'], 'slow' | 'reply_lost'>, ApiErrorCode> = {
  unauthorized: 'Unauthorized',
  conflict: 'Conflict',
  server_error: 'ServerError',
  unavailable: 'ClusterUnavailable',
};

export interface ListenerParts {
  rancher: Rancher;
  routes: readonly Route[];
  faults: FaultBook;
  journal: JournalEntry[];
  /** Keeps what a request changed before its answer is sent. */
  save: () => Promise<void>;
  /** Whether TLS ends here, so that no proxy has to say so. */
  isTls: boolean;
}

/** One request's way: journal, fault, TLS rule, route, caller, body, handler, state kept, answer. */
export function buildListener(parts: ListenerParts): RequestListener {
  return (request, response) => {
    void answerRequest(parts, request, response).catch((cause: unknown) => response.destroy(cause as Error));
  };
}

async function answerRequest(
  parts: ListenerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '', ...rest] = (request.url ?? '/').split('?');
  const entry: JournalEntry = {
    method: request.method ?? '',
    path,
    query: rest.length === 0 ? '' : `?${rest.join('?')}`,
    status: null,
  };
  parts.journal.push(entry);
  const fault = parts.faults.meet(entry.method, path);
  if (fault !== undefined) entry.fault = fault.kind;
  const answer = await settle(parts, request, entry, fault);
  if (fault?.kind === 'reply_lost') {
    request.socket.destroy();
    return;
  }
  entry.status = answer.status;
  send(response, answer);
}

async function settle(
  parts: ListenerParts,
  request: IncomingMessage,
  entry: JournalEntry,
  fault: Fault | undefined,
): Promise<Answer> {
  try {
    if (fault?.kind === 'slow') await setTimeout(fault.delayMs ?? 2000);
    else if (fault !== undefined && fault.kind !== 'reply_lost')
      throw new ApiError(faultCodes[fault.kind], `${fault.kind} on demand`);
    return await handle(parts, request, entry);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
    const message = `The understudy itself failed in ${entry.method} ${entry.path}: ${String(error)}`;
    process.emitWarning(message);
    return { status: 500, body: errorBody({ code: 'ServerError', status: 500, message }) };
  }
}

async function handle(
  parts: ListenerParts,
  request: IncomingMessage,
  { method, path, query: search }: JournalEntry,
): Promise<Answer> {
  const { rancher } = parts;
  const url = `${path}${search}`;
  // Links carry the name that the client used, as the proxy says it: facts/k3s-rancher.md §4, "Proxy headers".
  const host = request.headers.host ?? '';
  if (host === '') throw new ApiError('InvalidBodyContent', 'there is no Host header');
  const forwardedProto = parts.isTls ? 'https' : header(request, 'x-forwarded-proto');
  const refusal = checkForwardedProto({ method, url, host, forwardedProto });
  if (refusal !== undefined) return refusal;

  const query = Object.fromEntries(new URLSearchParams(search));
  const found = findRoute(
    parts.routes.filter(({ since }) => since === undefined || minorOf(rancher) >= since),
    { method, path, action: query['action'], link: query['link'] },
  );
  const caller = findCaller(rancher, request.headers);
  // Assumption: an unknown path answers 401 to a stranger and 404 to who is logged in.
  if (caller === undefined && !(found.outcome === 'found' && found.route.isPublic === true))
    throw new ApiError('Unauthorized', 'must authenticate');
  const route = routeOf(found, rancher, `${method} ${path}`);
  for (const name of Object.keys(query)) {
    // Assumption: an unknown name in the query is refused with InvalidOption.
    if (!['action', 'link', ...(route.query ?? [])].includes(name))
      throw new ApiError('InvalidOption', `the query may not have ${name}`);
  }
  const body = checkBody(route.body, await text(request), request.headers['content-type']);
  const answer = await route.handle(rancher, {
    params: found.outcome === 'found' ? found.params : {},
    query,
    body,
    origin: `https://${host}`,
    url,
    caller,
  });
  if (method !== 'GET') await parts.save();
  return answer;
}

function routeOf(found: FoundRoute, rancher: Rancher, what: string): Route {
  switch (found.outcome) {
    case 'unknown-path':
      throw new ApiError('NotFound', `${what} not found`);
    case 'unknown-method':
      throw new ApiError('MethodNotAllowed', `${what} is not allowed`);
    case 'unknown-action':
      throw new ApiError('ActionNotAvailable', `${what} has no such action or link`);
    case 'found':
      if (found.route.feature !== undefined && rancher.disabledFeatures.includes(found.route.feature))
        throw new ApiError('NotFound', `${what} not found`);
      return found.route;
  }
}

function send(response: ServerResponse, { status, headers, body, contentType }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (body === undefined) response.end();
  else if (typeof body === 'string')
    response.setHeader('content-type', contentType ?? 'text/plain; charset=utf-8').end(body);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
