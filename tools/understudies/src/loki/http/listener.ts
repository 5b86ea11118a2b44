import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { Loki } from '../loki.ts';
import { LokiError } from '../loki-error.ts';
import { plain, success, type Answer, type LokiRequest } from './answer.ts';
import { labels, labelValues, series } from './label-routes.ts';
import { push } from './push-route.ts';
import { query, queryRange } from './query-routes.ts';

interface Route {
  methods: readonly string[];
  path: RegExp;
  handle: (loki: Loki, request: LokiRequest, name: string) => Answer | Promise<Answer>;
}

const reading = ['GET', 'POST'];

/** Loki's HTTP API as far as it is played; everything else is 404. */
const routes: readonly Route[] = [
  { methods: ['POST'], path: /^\/loki\/api\/v1\/push$/, handle: push },
  { methods: reading, path: /^\/loki\/api\/v1\/query_range$/, handle: queryRange },
  { methods: reading, path: /^\/loki\/api\/v1\/query$/, handle: query },
  { methods: reading, path: /^\/loki\/api\/v1\/labels?$/, handle: labels },
  { methods: reading, path: /^\/loki\/api\/v1\/label\/([^/]+)\/values$/, handle: labelValues },
  { methods: reading, path: /^\/loki\/api\/v1\/series$/, handle: series },
  {
    methods: ['GET'],
    path: /^\/loki\/api\/v1\/status\/buildinfo$/,
    handle: ({ version }) => ({
      ...success({}),
      body: JSON.stringify({ version, branch: '', revision: '' }),
    }),
  },
  // Assumption: it is ready at once; the real one waits fifteen seconds after its start.
  { methods: ['GET'], path: /^\/ready$/, handle: () => plain(200, 'ready\n') },
  {
    methods: ['GET'],
    path: /^\/metrics$/,
    handle: ({ metrics, version, store }) => plain(200, metrics.format(version, store)),
  },
];

export function buildListener(loki: Loki): RequestListener {
  return (request, response) => {
    void answerRequest(loki, request, response).catch((cause: unknown) => response.destroy(cause as Error));
  };
}

async function answerRequest(loki: Loki, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [method, url] = [request.method ?? '', request.url ?? '/'];
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const body = await buffer(request);
  const parameters = new URLSearchParams(search);
  const headers = request.headers as Record<string, string | undefined>;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true)
    for (const [name, value] of new URLSearchParams(body.toString())) parameters.append(name, value);
  const found = findRoute(path);
  const answer =
    found === undefined
      ? plain(404, '404 page not found\n')
      : !found.route.methods.includes(method)
        ? plain(405, '')
        : await settle(() =>
            found.route.handle(loki, { method, path, parameters, headers, body }, found.name),
          );
  if (found !== undefined)
    loki.metrics.countRequest(path.slice(1).replaceAll('/', '_'), method, answer.status);
  response.writeHead(
    answer.status,
    answer.contentType === undefined ? {} : { 'content-type': answer.contentType },
  );
  response.end(answer.body);
}

function findRoute(path: string): { route: Route; name: string } | undefined {
  for (const route of routes) {
    const found = route.path.exec(path);
    if (found !== null) return { route, name: decodeURIComponent(found[1] ?? '') };
  }
  return undefined;
}

async function settle(handle: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof LokiError) return plain(error.status, error.message);
    process.emitWarning(`The understudy itself failed: ${String(error)}`);
    return plain(500, String(error));
  }
}
