import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';

import type { DataSource } from '../configuration/read-data-sources.ts';
import { GrafanaError } from '../http/grafana-error.ts';
import type { Route } from '../http/route.ts';
import { dataSourceOf } from './data-source-routes.ts';

/** Headers that belong to one connection, or that say who asks. */
const notPassedOn = new Set([
  ...['authorization', 'connection', 'cookie', 'host', 'keep-alive', 'origin', 'referer'],
  ...['set-cookie', 'transfer-encoding', 'upgrade'],
]);

const passedOn = (headers: IncomingMessage['headers']): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !notPassedOn.has(name)),
  ) as Record<string, string | string[]>;

export const proxyDataSource: Route = {
  method: '*',
  path: '/api/datasources/proxy/uid/:uid/*',
  fact: "Grafana's documentation, HTTP API, Data source: proxy calls by UID",
  query: 'all',
  handle: async ({ grafana, request, parameters, query }) => {
    const { uid = '', rest = '' } = parameters;
    const source = dataSourceOf(grafana, uid);
    checkMethod(source, request.method ?? '', rest);
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    const url = new URL(`/${rest}${search}`, source.url);
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = send(url, { method: request.method, headers: passedOn(request.headers), agent: false });
    try {
      const [[reply]] = await Promise.all([
        once(sent, 'response') as Promise<[IncomingMessage]>,
        pipeline(request, sent),
      ]);
      return { status: reply.statusCode ?? 502, headers: passedOn(reply.headers), body: reply };
    } catch {
      // Assumption: a data source that does not answer is 502 with the message `Bad Gateway`.
      throw new GrafanaError(502, 'Bad Gateway');
    }
  },
};

/** pkg/api/pluginproxy/ds_proxy.go and public/app/plugins/datasource/prometheus/plugin.json of grafana/grafana. */
const prometheusPosts = new Set(
  ['query', 'query_range', 'series', 'labels', 'query_exemplars'].map((name) => `api/v1/${name}`),
);

function checkMethod({ type }: DataSource, method: string, path: string): void {
  if (method === 'GET') return;
  if (type === 'prometheus' && method === 'POST' && prometheusPosts.has(path)) return;
  // Assumption: Loki is only read through the proxy; pushing through it is refused with 403.
  throw new GrafanaError(403, `${method} is not allowed on a proxied data source of the type ${type}`);
}
