import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import { matchProxyPath, proxyRequest } from '../clusters/proxy-request.ts';
import { answerControl, controlPrefix } from '../faults/control-routes.ts';
import type { Fault } from '../faults/fault.ts';
import { faultError } from '../faults/fault-error.ts';
import { minorOf, type Rancher } from '../rancher.ts';
import { StateConflictError } from '../state/state-store.ts';
import { findCaller } from '../tokens/find-caller.ts';
import { ApiError, errorBody } from './api-error.ts';
import { checkBody } from './check-body.ts';
import { checkForwardedProto } from './check-forwarded-proto.ts';
import { findRoute, type FoundRoute } from './find-route.ts';
import { header } from './header.ts';
import type { ListenerParts } from './listener-parts.ts';
import type { Answer, Route } from './route.ts';

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
  const [method, url] = [request.method ?? '', request.url ?? '/'];
  if (parts.httpControl !== undefined && url.startsWith(controlPrefix)) {
    const body = await text(request);
    const contentType = request.headers['content-type'];
    await send(response, answerControl(parts.httpControl, { method, path: url, body, contentType }));
    return;
  }
  const entry = parts.journal.add(method, url);
  const fault = parts.faults.meet(entry.method, entry.path);
  if (fault !== undefined) entry.fault = fault.kind;
  const answer = await settle(parts, request, fault);
  if (fault?.kind === 'reply_lost') {
    request.socket.destroy();
  } else {
    entry.status = answer.status;
    await send(response, answer);
  }
  parts.onAnswer(entry);
}

async function settle(
  parts: ListenerParts,
  request: IncomingMessage,
  fault: Fault | undefined,
): Promise<Answer> {
  try {
    if (fault?.kind === 'slow') await setTimeout(fault.delayMs ?? 2000);
    const refusal = fault === undefined ? undefined : faultError(fault);
    if (refusal !== undefined) throw refusal;
    return await handle(parts, request);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
    if (error instanceof StateConflictError)
      return { status: 409, body: errorBody({ code: 'Conflict', status: 409, message: error.message }) };
    const message = `The understudy itself failed in ${request.method ?? ''} ${request.url ?? ''}: ${String(error)}`;
    process.emitWarning(message);
    return { status: 500, body: errorBody({ code: 'ServerError', status: 500, message }) };
  }
}

async function handle(parts: ListenerParts, request: IncomingMessage): Promise<Answer> {
  const { rancher } = parts;
  const [method, url] = [request.method ?? '', request.url ?? '/'];
  const [path = '', search = ''] = url.split(/\?(.*)/s);
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
  const isProbe = found.outcome === 'found' && found.route.isProbe === true;
  if (!isProbe) rancher.state = (await parts.store.loadNewer()) ?? rancher.state;
  const caller = findCaller(rancher, request.headers);
  // facts/k3s-rancher.md §3, row "Login old": where one of the two ways to log in is not there, it answers 404.
  const isLogin = /^\/v[13]-public\//.test(path);
  // Assumption: an unknown path answers 401 to a stranger and 404 to who is logged in.
  if (caller === undefined && !isLogin && !(found.outcome === 'found' && found.route.isPublic === true))
    throw new ApiError('Unauthorized', 'must authenticate');
  const proxied = matchProxyPath(path);
  if (found.outcome !== 'found' && proxied !== undefined)
    return proxyRequest(rancher, proxied, search, request);

  const route = routeOf(found, rancher, `${method} ${path}`);
  for (const name of Object.keys(query)) {
    // Assumption: an unknown name in the query is refused with InvalidOption.
    if (!['action', 'link', ...(route.query ?? [])].includes(name))
      throw new ApiError('InvalidOption', `the query may not have ${name}`);
  }
  const body = checkBody(route.body, await text(request), request.headers['content-type']);
  const params = found.outcome === 'found' ? found.params : {};
  const answer = await route.handle(rancher, { params, query, body, origin: `https://${host}`, url, caller });
  if (!isProbe) await parts.store.save(rancher.state);
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

async function send(response: ServerResponse, { status, headers, body, contentType }: Answer): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (body === undefined) response.end();
  else if (body instanceof Readable) await pipeline(body, response);
  else if (typeof body === 'string')
    response.setHeader('content-type', contentType ?? 'text/plain; charset=utf-8').end(body);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
