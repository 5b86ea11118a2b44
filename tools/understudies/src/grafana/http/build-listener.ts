import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import type { Grafana } from '../grafana.ts';
import { findCaller } from '../login/find-caller.ts';
import { GrafanaError } from './grafana-error.ts';
import { matchPath, type Answer, type Route } from './route.ts';

export interface JournalEntry {
  method: string;
  /** Without its query, which may say what somebody looked for. */
  path: string;
  status: number;
}

/** What answers requests by a list of routes; the first that fits. */
export function buildListener(
  grafana: Grafana,
  routes: readonly Route[],
  onAnswer: (entry: JournalEntry) => void = () => undefined,
): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://grafana');
    void answerRequest(grafana, routes, request, url)
      .catch((error: unknown): Answer => {
        if (error instanceof GrafanaError) return error.answer();
        console.error(error);
        return { status: 500, body: { message: 'Internal Server Error' } };
      })
      .then(async (answer) => {
        onAnswer({ method: request.method ?? '', path: url.pathname, status: answer.status });
        await send(response, answer);
      })
      .catch(() => response.destroy());
  };
}

async function answerRequest(
  grafana: Grafana,
  routes: readonly Route[],
  request: IncomingMessage,
  url: URL,
): Promise<Answer> {
  checkOrigin(request);
  const found = routes.flatMap((route) => {
    const parameters = matchPath(route.path, url.pathname);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const match = found.find(({ route }) => route.method === '*' || route.method === request.method);
  if (match?.route.isPublic !== true && !(await findCaller(grafana, request))) {
    // Whoever opens a page is shown where to log in.
    if (match?.route.isPage === true) return { status: 302, headers: { location: '/login' } };
    throw new GrafanaError(401, 'Unauthorized', 'auth.unauthorized');
  }
  // Assumption: an unknown path, or a method that it does not have, answers 404 with the message `Not found`.
  if (match === undefined) throw new GrafanaError(404, 'Not found');
  const { route, parameters } = match;
  const { query = [] } = route;
  // Assumption: an unknown name in the query is refused with 400, where Grafana would overlook it.
  const unknown =
    query === 'all' ? undefined : [...url.searchParams.keys()].find((key) => !query.includes(key));
  if (unknown !== undefined) throw new GrafanaError(400, `${unknown} is not played in the query`);
  return route.handle({ grafana, request, parameters, query: url.searchParams });
}

/** pkg/middleware/csrf of Grafana: what changes something must come from its own pages. */
function checkOrigin({ method, headers }: IncomingMessage): void {
  const { origin, host } = headers;
  if (method === 'GET' || method === 'HEAD' || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host)
    throw new GrafanaError(403, 'origin not allowed');
}

async function send(response: ServerResponse, { status, body, headers = {} }: Answer): Promise<void> {
  if (body === undefined || typeof body === 'string' || !('pipe' in body)) {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8';
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
    response.end(text);
    return;
  }
  response.writeHead(status, headers);
  await pipeline(body, response);
}
