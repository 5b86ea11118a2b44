import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';

/** A Kubernetes API and the account that asks it. */
export interface ApiServer {
  host: string;
  port: number;
  /** PEM. */
  caCertificate: string;
  /** Of the ServiceAccount; read anew for each request, since kubelet rotates it. */
  token: () => Promise<string>;
  /** How to reach it other than by a TCP connection of our own. */
  createConnection?: NonNullable<RequestOptions['createConnection']>;
}

export interface ApiAnswer {
  status: number;
  body: unknown;
}

export type ApiMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ApiRequestOptions {
  /** @default 'application/json' */
  contentType?: string;
  signal?: AbortSignal;
  /** How long the connection may be silent. @default 10 000 */
  silenceMs?: number;
}

/**
 * One request to a Kubernetes API.
 *
 * @throws when it cannot be reached or answers no JSON where it succeeds; every status is an answer
 */
export async function askApiServer(
  server: ApiServer,
  method: ApiMethod,
  path: string,
  body?: object,
  options: ApiRequestOptions = {},
): Promise<ApiAnswer> {
  const reply = await openApiServer(server, method, path, body, options);
  const status = reply.statusCode ?? 0;
  const said = await text(reply);
  // What no part of the API knows is answered in plain text.
  if (status >= 400 && !said.startsWith('{')) return { status, body: { message: said.trim() } };
  return { status, body: JSON.parse(said) as unknown };
}

/** A connection for one request. With `agent: false` Node would not ask for one that was made another way. */
export const wayTo = ({ createConnection }: ApiServer): Pick<RequestOptions, 'agent' | 'createConnection'> =>
  createConnection === undefined ? { agent: false } : { createConnection };

/** The same with the answer's body still to be read, as it comes. */
export async function openApiServer(
  server: ApiServer,
  method: ApiMethod,
  path: string,
  body?: object,
  { contentType, signal, silenceMs }: ApiRequestOptions = {},
): Promise<IncomingMessage> {
  const sent = request({
    host: server.host,
    port: server.port,
    ca: server.caCertificate,
    method,
    path,
    timeout: silenceMs ?? 10_000,
    headers: {
      authorization: `Bearer ${await server.token()}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
    },
    ...(signal === undefined ? {} : { signal }),
    ...wayTo(server),
  });
  sent.once('timeout', () =>
    sent.destroy(new Error(`no answer from the Kubernetes API to ${method} ${path}`)),
  );
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return reply;
}
