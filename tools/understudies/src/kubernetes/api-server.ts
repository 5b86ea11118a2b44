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

/**
 * One request to a Kubernetes API.
 *
 * @throws when it cannot be reached or answers no JSON; every status is an answer
 */
export async function askApiServer(
  server: ApiServer,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<ApiAnswer> {
  const sent = request({
    host: server.host,
    port: server.port,
    ca: server.caCertificate,
    agent: false,
    method,
    path,
    timeout: 10_000,
    headers: {
      authorization: `Bearer ${await server.token()}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(server.createConnection === undefined ? {} : { createConnection: server.createConnection }),
  });
  sent.once('timeout', () =>
    sent.destroy(new Error(`no answer from the Kubernetes API to ${method} ${path}`)),
  );
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 0, body: JSON.parse(await text(reply)) as unknown };
}
